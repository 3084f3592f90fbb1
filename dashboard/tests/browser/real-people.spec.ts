import { expect, test } from '@playwright/test';

/**
 * Against a real server in server mode that nobody entered yet: METAAGENT_URL is its address, METAAGENT_FIRST_LINK
 * what its file first-link holds.
 */
test('the first administrator comes in by the link, goes out, and comes in by the password', async ({
  page,
  baseURL,
}) => {
  const password = 'a long pass phrase';
  await page.goto(new URL(process.env.METAAGENT_FIRST_LINK ?? '', baseURL).href);
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Repeat password').fill(password);
  await page.getByRole('button', { name: /Set password/ }).click();
  await expect(page).toHaveURL(/\/fleet/);
  await page.goto('/settings?section=members');
  const me = page.getByRole('row', { name: /you/ });
  await expect(me).toContainText('Admin');
  const email = /\S+@\S+/.exec((await me.innerText()).trim())?.[0] ?? '';
  await page.getByRole('button', { name: /^Change / }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Viewer' }).click();
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /Reason/ })
    .fill('tried by a test');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: /administrator/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/connect');
  await page.getByRole('button', { name: 'Create ingest key' }).click();
  await expect(page.getByText(/shown only once/)).toBeVisible();
  await page.screenshot({ path: 'screenshots/real-connect-server.png' });
  await page
    .getByRole('navigation', { name: 'Main', exact: true })
    .getByRole('button', { name: /Admin/ })
    .click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out, here and on the server.')).toBeVisible();
  await page.goto('/executions?failed=true');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/executions\?failed=true/);
});
