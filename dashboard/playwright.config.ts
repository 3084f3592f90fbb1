import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/**
 * A real server instead of the fake one: METAAGENT_URL=http://localhost:8080 npm run test:browser, and in server mode
 * METAAGENT_FIRST_LINK with it.
 */
const real = process.env.METAAGENT_URL;
const ofTheReal = process.env.METAAGENT_FIRST_LINK ? 'real-people.spec.ts' : 'real.spec.ts';
const port = Number(process.env.FAKE_PORT ?? 8190);
const chromium =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

export default defineConfig({
  testDir: 'tests/browser',
  testMatch: real ? ofTheReal : '*.spec.ts',
  testIgnore: real ? [] : ['real*.spec.ts'],
  fullyParallel: true,
  workers: 2,
  // a build machine is shared and slow: a test that passes at the second attempt is reported as flaky
  retries: process.env.CI ? 1 : 0,
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: [['list']],
  use: {
    baseURL: real ?? `http://localhost:${port}`,
    viewport: { width: 1600, height: 1000 },
    launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--font-render-hinting=none'] },
  },
  webServer: real
    ? undefined
    : {
        command: `node tests/fake-api.mjs ${port}`,
        env: { FAKE_NOW: '2026-11-24T14:31:07.000Z' },
        port,
        reuseExistingServer: false,
      },
});
