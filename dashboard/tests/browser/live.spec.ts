import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { open } from './open';
import { FAILED_RUN, WRITER } from './pages';

const base = (url: string | undefined) => url ?? '';

/** Has the fake server send a frame on the live connections of one scenario; returns who is subscribed to what. */
async function tell(
  request: APIRequestContext,
  message: unknown,
): Promise<{ scenario: string; topics: string[] }[]> {
  return (await request.post('/__live', { data: message })).json();
}

const watched = async (request: APIRequestContext, scenario: string, topic: string) =>
  expect
    .poll(async () =>
      (await tell(request, {})).some((w) => w.scenario === scenario && w.topics.includes(topic)),
    )
    .toBe(true);

const action = (number: number, name = `step ${number}`) => ({
  id: `live-${number}`,
  executionId: FAILED_RUN,
  agent: { id: WRITER, name: 'Email Writer' },
  spanId: number.toString(16).padStart(16, '0'),
  parentId: null,
  kind: 'tool',
  name,
  status: 'ok',
  model: null,
  startedAt: new Date(Date.parse('2026-11-24T14:35:00.000Z') + number * 1_000).toISOString(),
  durationMs: 12,
  costUsd: null,
  error: null,
});

const tail = (page: Page) => page.getByRole('region', { name: 'Live tail' });

test('the tail shows an action as it comes, holds still under the pointer, and says what waits', async ({
  context,
  baseURL,
  request,
}) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'liveTail' });
  await watched(request, 'liveTail', 'tail');
  await tell(request, { scenario: 'liveTail', frame: { type: 'tail', actions: [action(1)], more: 0 } });
  await expect(tail(page).getByText('step 1', { exact: true })).toBeVisible();
  await tail(page).getByText('step 1', { exact: true }).hover();
  await tell(request, {
    scenario: 'liveTail',
    frame: { type: 'tail', actions: [action(2), action(3)], more: 1204 },
  });
  await expect(tail(page).getByText('2 newer')).toBeVisible();
  await expect(tail(page).getByText('step 2', { exact: true })).toHaveCount(0);
  await page.mouse.move(5, 5);
  await expect(tail(page).getByText('step 3', { exact: true })).toBeVisible();
  await expect(tail(page).getByText('1,204 more actions not shown')).toBeVisible();
});

test('a connection that is cut comes back, and what was missed is there', async ({
  context,
  baseURL,
  request,
}) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'liveCut' });
  await watched(request, 'liveCut', 'tail');
  await tell(request, { scenario: 'liveCut', frame: { type: 'tail', actions: [action(10)], more: 0 } });
  await expect(tail(page).getByText('step 10', { exact: true })).toBeVisible();
  await tell(request, { scenario: 'liveCut', cut: true });
  await tell(request, { scenario: 'liveCut', frame: { type: 'tail', actions: [action(11)], more: 0 } });
  await expect(tail(page).getByText('step 11', { exact: true })).toBeVisible();
  await expect(tail(page).getByText('step 10', { exact: true })).toHaveCount(1);
});

test('an agent that begins to fail is seen and said without anybody asking', async ({
  context,
  baseURL,
  request,
}) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'liveHealth' });
  await watched(request, 'liveHealth', 'health');
  const list = await (await context.request.get('/api/v1/agents')).json();
  const healthy = list.items.find((a: { status: string }) => a.status === 'healthy');
  const asOf = '2026-11-24T14:32:00.000Z';
  await tell(request, {
    scenario: 'liveHealth',
    frame: {
      type: 'health',
      gone: [],
      agents: [{ ...healthy, status: 'failing', runsPerHour: 9_876, health: { ...healthy.health, asOf } }],
    },
  });
  await expect(page.getByRole('row', { name: new RegExp(healthy.name) })).toContainText(/9[,.\s]?876/);
  await tell(request, {
    scenario: 'liveHealth',
    frame: {
      type: 'status',
      changes: [
        {
          agent: { id: healthy.id, name: healthy.name },
          from: 'healthy',
          to: 'failing',
          reason: '',
          at: asOf,
        },
      ],
    },
  });
  await expect(
    page.getByRole('status').filter({ hasText: `${healthy.name} is failing since` }),
  ).toBeAttached();
});

test('the list of actions follows while its tail is on, and else says how many are newer', async ({
  context,
  baseURL,
  request,
}) => {
  const page = await open(context, base(baseURL), '/executions?view=actions&kind=tool', {
    scenario: 'liveActions',
  });
  await watched(request, 'liveActions', 'tail');
  await tell(request, {
    scenario: 'liveActions',
    frame: { type: 'tail', actions: [action(20)], more: 0 },
  });
  await page.getByRole('button', { name: '1 newer' }).click();
  await expect(page.getByRole('row', { name: /step 20/ })).toBeVisible();
  await page.getByRole('button', { name: 'Live tail' }).click();
  await page.mouse.move(5, 5);
  await tell(request, {
    scenario: 'liveActions',
    frame: { type: 'tail', actions: [action(21)], more: 0 },
  });
  await expect(page.getByRole('row', { name: /step 21/ })).toBeVisible();
});

test('where no live connection can be opened, the page asks', async ({ context, baseURL }) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'barred' });
  const asked = page.waitForRequest((r) => r.url().includes('/api/v1/actions'));
  await asked;
  await expect(tail(page).getByRole('listitem').first()).toBeVisible();
  await page.waitForRequest((r) => r.url().includes('/api/v1/actions'));
  await expect(page.getByRole('button', { name: /^Live ·/ })).toBeVisible();
});

test('a paused page watches nothing, and a new page watches what it shows', async ({
  context,
  baseURL,
  request,
}) => {
  const page = await open(context, base(baseURL), '/fleet', { scenario: 'livePause' });
  await watched(request, 'livePause', 'health');
  await page.getByRole('button', { name: /^Live ·/ }).click();
  await expect
    .poll(async () => (await tell(request, {})).filter((w) => w.scenario === 'livePause').length)
    .toBe(0);
  await page.getByRole('button', { name: /^Paused/ }).click();
  await watched(request, 'livePause', 'tail');
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/\/executions/);
  await watched(request, 'livePause', 'runs');
  expect((await tell(request, {})).find((w) => w.scenario === 'livePause')?.topics).toEqual(['runs']);
});
