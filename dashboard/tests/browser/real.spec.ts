import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOfAnswer } from '../contract.mjs';
import { type RealWorld, sendRuns } from './real-world';

/** Against a real server in local mode: METAAGENT_URL=http://localhost:8080. It sends runs and a test trace, and follows them. */
const SECTIONS = 'keys members roles privacy prices retention webhooks audit organization'.split(' ');
let world: RealWorld;
const PAGES: Record<string, () => string> = {
  root: () => '/',
  fleet: () => '/fleet',
  agent: () => `/agent?id=${world.agent}`,
  'agent-settings': () => `/agent?id=${world.agent}&tab=settings`,
  executions: () => '/executions',
  'executions-filtered': () => `/executions?agent=${world.agent}&failed=true&sel=${world.execution}`,
  'executions-actions': () => '/executions?view=actions',
  execution: () => `/execution?id=${world.execution}&action=${world.action}`,
  session: () => `/session?id=${encodeURIComponent(world.session)}`,
  connect: () => '/connect',
  'sign-in': () => '/sign-in',
  ...Object.fromEntries(
    SECTIONS.map((section) => [`settings-${section}`, () => `/settings?section=${section}`]),
  ),
};

/** Collects what must not be: script and console errors, requests that fail, answers that are not as described. */
function watch(page: Page) {
  const failures: string[] = [];
  const reading: Promise<void>[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (!reason.includes('ERR_ABORTED')) failures.push(`${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    const url = new URL(response.url());
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
    else if (url.pathname.startsWith('/api/v1/') && response.status() === 200)
      reading.push(
        response.json().then(
          (body) => {
            failures.push(...faultsOfAnswer(response.request().method(), url.pathname, 200, body));
          },
          // The page went on before the whole answer was there.
          () => undefined,
        ),
      );
  });
  return async () => {
    await Promise.all(reading);
    return failures;
  };
}

test.beforeAll(async ({ request }, info) => {
  // The runs are there at once; the numbers of a whole hour take a moment on a busy machine.
  info.setTimeout(90_000);
  world = await sendRuns(request);
});

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name} shows real data, fits, reads nothing wrong and has no finding of axe`, async ({ page }) => {
    const failures = watch(page);
    await page.goto(`${path()}${path().includes('?') ? '&' : '?'}theme=dark`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    if (name !== 'sign-in')
      await expect(page.locator('.top').getByRole('button', { name: /^Live ·/ })).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `screenshots/real-${name}.png`, animations: 'disabled' });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, 'nothing makes the page scroll sideways').toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual(
      [],
    );
    expect(await failures()).toEqual([]);
  });
}

test('a session whose id has a slash shows its runs in order', async ({ page }) => {
  await page.goto(`/session?id=${encodeURIComponent(world.session)}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/runs of/);
  await expect(page.getByText('Write to Nordlicht.').first()).toBeVisible();
});

test('a failed run shows its error, its messages and its nested agent', async ({ page }) => {
  await page.goto(`/execution?id=${world.execution}&action=${world.action}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/failed/);
  await expect(page.getByText('Guten Tag.').filter({ visible: true })).not.toHaveCount(0);
});

test('a test trace turns Connect green and is followed into its run', async ({ page }) => {
  await page.goto('/connect');
  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await page.getByRole('link', { name: 'Open this run' }).click();
  await expect(
    page.getByRole('tree', { name: 'Actions of this run' }).getByRole('treeitem').first(),
  ).toBeVisible();
  await page.screenshot({ path: 'screenshots/real-test-trace.png' });
  await page.getByRole('button', { name: 'Add outcome…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /Comment/ })
    .fill('it greeted well');
  await page.getByRole('dialog').getByRole('radio', { name: 'Yes' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Add outcome/ })
    .click();
  await expect(page.getByRole('region', { name: 'Outcomes' })).toContainText('it greeted well');
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').nth(1).click();
  await expect(page).toHaveURL(/\/agent\?id=/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
  await page.screenshot({ path: 'screenshots/real-agent.png' });
});

test('a policy is tried and saved, a price set and taken back, a mapping tried', async ({ page }) => {
  const confirm = async (verb: RegExp) => {
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /Reason/ })
      .fill('tried by a test');
    await page.getByRole('dialog').getByRole('button', { name: verb }).click();
  };
  await page.goto('/settings?section=privacy');
  const stored = page.getByRole('region', { name: 'Stored' });
  await expect(stored.locator('.pseudonym').first()).toContainText('EMAIL');
  await expect(stored).not.toContainText('analytical.example');
  await page.getByRole('textbox', { name: 'Add a key of personal names' }).fill(`owner_${Date.now()}`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Add pattern' }).click();
  await page
    .getByRole('textbox', { name: /^Name of pattern/ })
    .last()
    .fill('order number');
  await page
    .getByRole('textbox', { name: /^Pattern/ })
    .last()
    .fill('(?=A-)\\d+');
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await page
    .getByRole('textbox', { name: /^Pattern/ })
    .last()
    .fill('A-\\d{5}');
  await expect(stored).not.toContainText('A-20418');
  await page
    .getByRole('button', { name: /^Remove pattern/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Save policy…' }).click();
  await confirm(/Save policy/);
  await expect(page.getByText('Privacy policy saved')).toBeVisible();

  await page.goto('/settings?section=prices');
  await page.getByRole('button', { name: 'Add a model…' }).click();
  const model = `tried/model-${Date.now()}`;
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /^Model/ })
    .fill(model);
  await page.getByRole('dialog').getByRole('textbox', { name: 'Input $', exact: true }).fill('0.40');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Output $', exact: true }).fill('1.2');
  await confirm(/Set price/);
  await page.getByRole('textbox', { name: 'Search a model' }).fill(model);
  await expect(page.getByRole('row', { name: new RegExp(model) })).toContainText('$0.40');
  await page.getByRole('button', { name: `Use the list price of ${model}` }).click();
  await confirm(/Use list price/);
  await expect(page.getByText(/No model matches/)).toBeVisible();

  await page.goto('/settings?section=webhooks');
  await page.getByRole('button', { name: 'Create webhook…' }).click();
  const name = `Till ${Date.now()}`;
  await page.getByRole('dialog').getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('dialog').getByRole('radio', { name: 'Anything else' }).click();
  await confirm(/Create webhook/);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  const result = page.getByRole('region', { name: 'What the sample creates' });
  await expect(result).toContainText('Creates 1 run');
  await page.screenshot({ path: 'screenshots/real-mapping.png' });
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('textbox', { name: /cannot be undone/ }).fill(name);
  await confirm(/Remove webhook/);
  await expect(page.getByText(`${name} was removed`)).toBeVisible();
});

test('a key is made and revoked, and the journal holds both', async ({ page }) => {
  const name = `real ${Date.now()}`;
  const because = () =>
    page
      .getByRole('dialog')
      .getByRole('textbox', { name: /Reason/ })
      .fill('tried by a test');
  await page.goto('/settings?section=keys');
  await page.getByRole('button', { name: 'Create key…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: /^Name/ }).fill(name);
  await because();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog').getByText(/^ma_/)).toBeVisible();
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('button', { name: `Revoke the key ${name}` }).click();
  await because();
  await page.getByRole('textbox', { name: /cannot be undone/ }).fill(name);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('revoked');
  await page.goto('/settings?section=audit');
  await expect(page.getByTitle('key.revoke').first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/^Verified: /)).toBeVisible();
});
