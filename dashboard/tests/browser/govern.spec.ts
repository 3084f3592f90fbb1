import { expect, type Page, test } from '@playwright/test';
import { fits, isAccessible } from './checks';
import { open } from './open';
import { AUTOMATOR } from './pages';

const base = (url: string | undefined) => url ?? '';
const dialog = (page: Page) => page.getByRole('dialog');

test('by keyboard alone a call is denied with a reason, and the next one is approved', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), '/approvals', { scenario: 'govern1' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Three tool calls wait');
  const reason = page.getByRole('textbox', { name: /^Reason/ });
  // The page is drawn a moment before it hears keys.
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(reason).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await reason.fill('the arguments are wrong');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  await expect(page.getByText('Denied by Local administrator')).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'checked, the call is right' }).click();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('y');
  await expect(page.getByText('Approved by Local administrator')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('One tool call waits');
});

for (const theme of ['dark', 'light'])
  test(`the whole question is readable at every width, ${theme}`, async ({ context, baseURL }) => {
    const page = await open(context, base(baseURL), '/approvals', { scenario: 'govern4', theme });
    await expect(page.getByRole('region', { name: 'The run so far' })).toContainText('waits for a person');
    await expect(page.getByRole('region', { name: 'Seen before' })).toContainText('2 of 2 approved');
    await expect(page.locator('mark.met')).toHaveText('284');
    for (const width of [1600, 1280, 360]) {
      await page.setViewportSize({ width, height: width === 360 ? 780 : 1000 });
      expect(await fits(page), `at ${width}`).toBe(true);
      await isAccessible(page);
      await page.screenshot({
        path: `screenshots/approvals-${theme}-${width}.png`,
        fullPage: width === 360,
      });
    }
  });

test('the fleet is stopped from a phone, and every page says so', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/approvals', { scenario: 'govern2' });
  await page.setViewportSize({ width: 360, height: 780 });
  await page.getByRole('button', { name: 'Stop the fleet…' }).click();
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill('refunds are issued twice');
  await isAccessible(page);
  await dialog(page)
    .getByRole('button', { name: /^Stop the fleet/ })
    .click();
  await expect(page.getByRole('link', { name: 'Fleet stopped' })).toBeVisible();
  expect(await fits(page)).toBe(true);
  await page.getByRole('link', { name: 'Fleet', exact: true }).click();
  await expect(page).toHaveURL(/fleet/);
  await expect(page.getByRole('link', { name: 'Fleet stopped' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Email Writer/ }).getByText('stopped')).toBeVisible();
});

test('a rule is edited, tried and saved, at 1600 and at 360 pixels', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/agent?id=${AUTOMATOR}&tab=policy`, {
    scenario: 'govern3',
  });
  await page.getByRole('button', { name: 'Edit refunds' }).click();
  await page.getByRole('textbox', { name: 'Value of condition 1' }).fill('100');
  await page.getByRole('button', { name: 'Try on the last 24 h' }).click();
  await expect(page.getByText(/Of 1,204.calls in 24 h/)).toBeVisible();
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/rule-form-dark.png' });
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await fits(page)).toBe(true);
  await isAccessible(page);
  await page.getByRole('button', { name: 'Save rules…' }).click();
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill('smaller refunds need a person too');
  await dialog(page)
    .getByRole('button', { name: /^Save rules/ })
    .click();
  await expect(page.getByText('Tool rules saved')).toBeVisible();
  await expect(page.getByText('amount_usd > 100')).toBeVisible();
});

test('by keyboard alone a call is tried against the policy of an agent', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/agent?id=${AUTOMATOR}&tab=policy`, {
    scenario: 'govern6',
  });
  const tool = page.getByRole('textbox', { name: 'Name of the tool' });
  await tool.fill('stripe.refund');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('{"amount_usd": 250}');
  await tool.focus();
  await page.keyboard.press('Enter');
  const decision = page.getByRole('region', { name: 'Decision' });
  await expect(decision).toContainText('A person decides');
  await expect(decision).toContainText('refunds, 2 of 3');
  await isAccessible(page);
  await page.screenshot({ path: 'screenshots/agent-policy-tried.png', fullPage: true });
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await fits(page)).toBe(true);
  await decision.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'screenshots/agent-policy-tried-360.png' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await decision.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'screenshots/agent-policy-tried-1280.png' });
});

test('a rule for all agents is set on its page, and stands on the page of an agent', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), '/tool-rules', { scenario: 'govern7' });
  await page.getByRole('button', { name: 'Add rule' }).click();
  await page.getByRole('textbox', { name: /^Tool/ }).fill('shell.*');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Save rules…' }).click();
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill('no shells for agents');
  await dialog(page)
    .getByRole('button', { name: /^Save rules/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2 tool rules for all agents');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: 'screenshots/tool-rules-1280.png' });
  await page.getByRole('link', { name: 'Task Automator' }).click();
  await expect(page.getByRole('list', { name: 'Tool rules in order' })).toContainText('shell.*');
});
