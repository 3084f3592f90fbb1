import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { open } from './open';
import { BIG_RUN, FAILED_IDS, FAILED_RUN, WRITER } from './pages';

const base = (url: string | undefined) => url ?? '';

test('by keyboard only: from the fleet to the message that broke', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet');
  await expect(page.getByRole('link', { name: /Show failed runs/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/executions\?agent=.*failed=true/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('failed');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('complementary', { name: 'Preview of a run' })).toContainText(
    'parse_output failed',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/execution\?id=/);
  await expect(page.locator('mark')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(FAILED_IDS[1] ?? 'none'));
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(FAILED_IDS[0] ?? 'none'));
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/executions\?agent=.*failed=true/);
});

test('failed runs are red in the runs of an agent, and a fall begins at its change', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), `/agent?id=${WRITER}`);
  const runs = page.getByRole('img', { name: /Runs per 15 minutes, failed in red/ });
  await expect(runs.locator('rect[fill="var(--bad-fill)"]').first()).toBeVisible();
  const mark = await runs.locator('line[stroke="var(--accent)"]').first().boundingBox();
  const success = page.getByRole('img', { name: /Success over time/ });
  const red = await success.locator('g[stroke="var(--bad-fill)"] path.value').first().boundingBox();
  expect(Math.abs((red?.x ?? 0) - (mark?.x ?? 0))).toBeLessThan(14);
  await page.keyboard.press('Shift+T');
  await expect(page.getByRole('table', { name: /Its numbers per 15 minutes/ })).toContainText('Failed');
  await page.keyboard.press('Shift+T');
  await expect(success).toBeVisible();
});

test('the palette finds an agent, and the keys of a place lead there', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/connect');
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find or do' });
  await field.fill('lead res');
  await expect(page.getByRole('option', { name: /Lead Researcher/ }).first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  await page.screenshot({ path: 'screenshots/palette-dark.png' });
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/agent\?id=/);
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/\/executions/);
});

test('filters are typed, live in the address, and are removed by one click', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/executions');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('420 runs');
  await page.keyboard.press('/');
  const bar = page.getByRole('combobox', { name: /Filter runs/ });
  await expect(bar).toBeFocused();
  await bar.fill('agent:email');
  await page.getByRole('option', { name: 'agent:Email Writer' }).click();
  await bar.fill('outcome:failed');
  await bar.press('Enter');
  await expect(page).toHaveURL(new RegExp(`agent=${WRITER}.*failed=true`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    new RegExp(`^${FAILED_IDS.length} of .* failed`),
  );
  await page.reload();
  await expect(page.getByRole('button', { name: 'Remove the filter outcome is failed' })).toBeVisible();
  await page.getByRole('button', { name: /Remove the filter agent is Email Writer/ }).click();
  await expect(page).not.toHaveURL(/agent=/);
});

test('what failed runs share filters by a click', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/executions?from=-1h');
  await page.getByRole('button', { name: /locale.*de/ }).click();
  await expect(page).toHaveURL(/attr\.locale=de/);
});

test('drawing over the histogram chooses a time', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/executions?from=-3h');
  const chart = page.getByRole('img', { name: /runs from/ });
  const box = await chart.boundingBox();
  if (!box) throw new Error('no histogram');
  await page.mouse.move(box.x + 200, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 50, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=2026-11-24T\d\d.*to=2026-11-24T/);
  await expect(page.getByRole('button', { name: 'Live tail' })).toBeDisabled();
});

test('a view is saved and found again in the palette', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/executions?failed=true');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('What broke');
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByText('View “What broke” saved')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do' }).fill('what br');
  await expect(page.getByRole('option', { name: /What broke.*saved view/ })).toBeVisible();
});

test('ten thousand actions open at once, read their children when opened, and are searched inside', async ({
  context,
  baseURL,
}) => {
  const page = await open(context, base(baseURL), `/execution?id=${BIG_RUN}`);
  const tree = page.getByRole('tree');
  await expect(tree.getByRole('treeitem', { name: /^batch 1 / })).toBeVisible();
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(80);
  await tree.getByRole('treeitem', { name: /^batch 1 / }).dblclick();
  await expect(tree.getByRole('treeitem', { name: /step_101/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search in the actions' }).fill('step_9970');
  await expect(tree.getByRole('treeitem', { name: /step_9970 .*failed/ })).toBeVisible();
});

test('ten thousand actions scroll without long frames', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/execution?id=${BIG_RUN}`);
  await page.getByRole('button', { name: 'Read all' }).click();
  await page.getByRole('radio', { name: 'By cost' }).click();
  await expect(page.getByText(/most expensive first/)).toBeVisible();
  const slowest = await page.locator('.waterfall').evaluate(async (element) => {
    let worst = 0;
    const before = performance.now();
    for (let i = 0; i < 60; i++) {
      const start = performance.now();
      element.scrollTop += 900;
      // Forces the layout that the browser would do before the next frame.
      element.getBoundingClientRect();
      worst = Math.max(worst, performance.now() - start);
    }
    return { worst, total: performance.now() - before };
  });
  expect(slowest.worst).toBeLessThan(100);
});

test('the tree is walked by the arrow keys', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/execution?id=${FAILED_RUN}`);
  await page.getByRole('tree').focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/Email Writer/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/crm.get_lead/);
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/Email Writer/);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('treeitem')).toHaveCount(1);
});

test('the page says when its answers grow old, and that it is offline', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet');
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
  await page.route('**/api/**', (route) => route.abort());
  await context.addCookies([{ name: 'scenario', value: 'offline', url: base(baseURL) }]);
  await page.clock.fastForward(7_000);
  await expect(page.getByText('Reconnecting')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Email Writer is failing');
  await page.clock.fastForward(60_000);
  await expect(page.getByText(/Offline, as of 14:3/)).toBeVisible();
  await page.unroute('**/api/**');
  await context.clearCookies();
  await page.clock.fastForward(10_000);
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
});

test('Connect turns green by itself when a trace arrives', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/connect');
  await expect(page.getByText('Waiting for the next trace')).toBeVisible();
  await expect(page.getByText('Port 4317 is taken by another program.')).toBeVisible();
  await page.getByRole('radio', { name: /TypeScript/ }).click();
  await expect(page).toHaveURL(/language=typescript/);
  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await page.clock.fastForward(2_000);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Connected.');
  await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
});

test('an agent is changed with a reason, and the change is taken back', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), `/agent?id=${WRITER}&tab=settings`);
  await page.getByRole('textbox', { name: /^Success/ }).fill('97');
  await page.getByRole('button', { name: 'Save changes…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Save changes/ }).click();
  await expect(dialog.getByText(/at least 10 characters/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  await page.screenshot({ path: 'screenshots/change-dialog-dark.png' });
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('the objective was too strict');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Email Writer was changed')).toBeVisible();
  await page.getByRole('button', { name: /Undo/ }).click();
  await expect(page.getByRole('textbox', { name: /^Success/ })).toHaveValue('98');
});

test('single keys can be switched off', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Email Writer');
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single-key shortcuts/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('theme and density are kept by the browser', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet');
  await page.getByRole('button', { name: /Local administrator/ }).click();
  await page.getByRole('radio', { name: 'Light' }).click();
  await page.getByRole('radio', { name: 'Compact' }).click();
  await page.goto('/fleet');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
});

test('the time range is chosen from a menu and lives in the address', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet');
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Last 24 hours' }).click();
  await expect(page).toHaveURL(/from=-24h/);
  await expect(page.getByRole('button', { name: 'Time range: Last 24 hours' })).toBeVisible();
});

test('a team of a large fleet unfolds', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'many' });
  await page.getByRole('button', { name: /Outreach/ }).click();
  await expect(page.getByRole('columnheader', { name: 'Agent' }).last()).toBeVisible();
});

test('the verdict of a comparison lies inside its panel', async ({ context, baseURL }) => {
  const page = await open(
    context,
    base(baseURL),
    `/compare?id=${WRITER}&by=promptVersion&a=v13&b=v14&from=-24h`,
  );
  const panel = page.getByRole('region', { name: 'Measures side by side' });
  for (const width of [1600, 1280, 800, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const verdict = panel.getByText('worse', { exact: true });
    await expect(verdict).toBeVisible();
    expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(
      0,
    );
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } });

  test('runs are sorted by their cost', async ({ context, baseURL }) => {
    const page = await open(context, base(baseURL), '/executions');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('most expensive first');
    await expect(page).toHaveURL(/sort=-costUsd/);
    const costs = page.getByRole('table', { name: 'Runs, most expensive first' }).getByTitle(/^\$/);
    await expect(async () => {
      const shown = (await costs.allTextContents()).map((text) => Number(text.replace('$', '')));
      expect(shown.length).toBeGreaterThan(1);
      expect(shown).toEqual(shown.toSorted((a, b) => b - a));
    }).toPass();
  });

  test('a comparison is named in full, and the way back is one touch', async ({ context, baseURL }) => {
    const page = await open(context, base(baseURL), '/fleet');
    const compare = page.getByRole('link', { name: 'Compare v14 and v13' }).first();
    await expect(compare).toBeVisible();
    const cut = await compare.locator('span').evaluate((text) => text.scrollWidth - text.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
    await compare.click();
    await expect(page).toHaveURL(/\/compare\?/);
    await page
      .getByRole('navigation', { name: 'Breadcrumb' })
      .getByRole('link', { name: /Email Writer/ })
      .click();
    await expect(page).toHaveURL(/\/agent\?/);
  });
});
