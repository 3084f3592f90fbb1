import { expect, type Page, test } from '@playwright/test';
import { fits, isAccessible } from './checks';
import { open } from './open';
import { WRITER } from './pages';

const base = (url: string | undefined) => url ?? '';
const dialog = (page: Page) => page.getByRole('dialog');
const entry = (page: Page) => page.getByRole('region', { name: 'Entry of Email Writer' });

test('by keyboard alone an agent is chosen, reviewed with a reason, and nothing is new any more', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'register1' });
  await page.setViewportSize({ width: 1280, height: 900 });
  // The page is drawn a moment before it hears keys.
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await expect(page).toHaveURL(/register/, { timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Two agents use something');
  await page.getByRole('button', { name: /^Email Writer/ }).focus();
  await page.keyboard.press('Enter');
  await expect(entry(page).getByText('mailer.send_batch').first()).toBeVisible();
  await page.screenshot({ path: 'screenshots/register-entry-1280.png' });
  await isAccessible(page);
  await entry(page).getByRole('button', { name: 'Review again…' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText(/of which 1.tool and 1.prompt version are new/)).toBeVisible();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/register-review-dark.png' });
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill('both are used as agreed');
  await page.keyboard.press('Control+Enter');
  await expect(entry(page).getByText('Approved by Local administrator')).toBeVisible();
  await expect(entry(page).getByText('Nothing that the review has not seen.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('One agent uses something');
});

test('an entry is edited on a phone', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/register?sel=${WRITER}`, { scenario: 'register2' });
  await page.setViewportSize({ width: 360, height: 780 });
  await entry(page).getByRole('button', { name: 'Edit entry…' }).click();
  await dialog(page).getByRole('radio', { name: 'High' }).click();
  await dialog(page).getByRole('button', { name: 'secret' }).click();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/register-edit-360.png' });
  expect(await fits(page)).toBe(true);
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill('it reads passwords of mailboxes');
  await dialog(page)
    .getByRole('button', { name: /^Save entry/ })
    .click();
  await expect(entry(page).getByText('personal, internal, secret')).toBeVisible();
  await expect(entry(page).getByText(/changed the entry after the review/)).toBeVisible();
});

test('the export is what the page shows', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/register?review=overdue', { scenario: 'register3' });
  await expect(page.getByRole('button', { name: /^Task Automator/ })).toBeVisible();
  const link = page.getByRole('link', { name: 'Export JSON' });
  const answer = await page.request.get(`${base(baseURL)}${await link.getAttribute('href')}`);
  const { agents } = (await answer.json()) as { agents: { agent: { name: string } }[] };
  expect(agents.map(({ agent }) => agent.name)).toEqual(['Task Automator']);
});
