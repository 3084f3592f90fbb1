import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

/** Against a real server: METAAGENT_URL=http://localhost:8080. It sends a test trace and follows it. */
for (const path of ['/', '/fleet', '/executions', '/connect', '/components']) {
  test(`${path} opens, reads the server and has no finding of axe`, async ({ page }) => {
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The component page shows the skeleton on purpose.
    if (path !== '/components') await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    await expect(page.locator('.top').getByRole('button', { name: /^Live ·/ })).toBeVisible();
    await page.screenshot({ path: `screenshots/real${path.replace('/', '-')}.png` });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
    expect(failures).toEqual([]);
  });
}

test('a test trace turns Connect green and is followed into its run', async ({ page }) => {
  await page.goto('/connect');
  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await page.getByRole('link', { name: 'Open this run' }).click();
  await expect(
    page.getByRole('tree', { name: 'Actions of this run' }).getByRole('treeitem').first(),
  ).toBeVisible();
  await page.screenshot({ path: 'screenshots/real-execution.png' });
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').nth(1).click();
  await expect(page).toHaveURL(/\/agent\?id=/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
  await page.screenshot({ path: 'screenshots/real-agent.png' });
});
