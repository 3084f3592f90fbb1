// Takes the pictures of the README from a running demo: node scripts/screenshots.mjs [address]
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const address = process.argv[2] ?? 'http://localhost:8080';
const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const executablePath =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

async function main() {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 1.5,
      timezoneId: 'UTC',
    });
    await page.goto(`${address}/fleet?organization=example`);
    const agent = page.getByRole('link', { name: /Email Writer/ }).first();
    await agent.waitFor();
    await picture(page, 'fleet');
    await page.getByRole('link', { name: /Show failed runs/ }).click();
    await page.getByRole('row').nth(1).waitFor();
    await picture(page, 'executions');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/execution\?/);
    await picture(page, 'execution');
    await page.goto(`${address}/fleet`);
    await agent.click();
    await page.waitForURL(/\/agent\?/);
    await picture(page, 'agent');
  } finally {
    await browser.close();
  }
}

/** A picture once nothing on the page is a skeleton any more. */
async function picture(page, name) {
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'));
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`docs/images/${name}.png`);
}

await main();
