import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: at('./src/') },
      // What Next does in a browser, for pages that are drawn without one.
      { find: /^next\/navigation$/, replacement: at('./tests/next/navigation.ts') },
      { find: /^next\/link$/, replacement: at('./tests/next/link.tsx') },
      { find: /^next\/dynamic$/, replacement: at('./tests/next/dynamic.tsx') },
    ],
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.test.*', 'src/app/**', 'src/api/contract.ts'],
      reporter: ['text-summary'],
      thresholds: { lines: 80, statements: 80, functions: 80, branches: 85 },
    },
  },
});
