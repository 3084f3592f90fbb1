import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Action, Execution } from '@/api/types';
import { actionsOf } from '../fake/actions.mjs';
import { BIG_ID } from '../fake/big.mjs';
import {
  address,
  asked,
  click,
  confirm,
  dialog,
  failedRun,
  heading,
  open,
  press,
  push,
  type,
  until,
  withPages,
  world,
} from './open';

withPages();

const tree = async () => within(await screen.findByRole('tree', { name: 'Actions of this run' }));
const pressTree = (key: string) => fireEvent.keyDown(screen.getByRole('tree'), { key });
const selected = async () => (await tree()).getByRole('treeitem', { selected: true });
const goodRun = () => world().runs.find((run) => run.success.value === true) as Execution;

it('the tree of a run is walked and folded by the arrow keys', async () => {
  open(`/execution?id=${failedRun().id}`);
  await until(async () => expect((await tree()).getAllByRole('treeitem')).toHaveLength(7));
  pressTree('End');
  await until(async () => expect((await selected()).textContent).toMatch(/^parse_output.*failed/));
  pressTree('ArrowUp');
  await until(async () => expect((await selected()).textContent).toMatch(/^repair_json/));
  pressTree('ArrowLeft');
  await until(async () => expect((await selected()).textContent).toMatch(/^Email Writer/));
  pressTree('ArrowLeft');
  await until(async () => expect((await tree()).getAllByRole('treeitem')).toHaveLength(1));
  expect((await selected()).getAttribute('aria-expanded')).toBe('false');
  pressTree('ArrowRight');
  await until(async () => expect((await tree()).getAllByRole('treeitem')).toHaveLength(7));
});

it('a click chooses an action, and a double click folds what is under it', async () => {
  open(`/execution?id=${failedRun().id}`);
  click(await (await tree()).findByRole('treeitem', { name: /^find_examples/ }));
  expect(await screen.findByRole('region', { name: 'Action find_examples' })).toBeTruthy();
  expect(await screen.findByText(/first-email\/solar-uk/)).toBeTruthy();
  fireEvent.doubleClick((await tree()).getByRole('treeitem', { name: /^Email Writer/ }));
  await until(async () => expect((await tree()).getAllByRole('treeitem')).toHaveLength(1));
});

it('as a tree, each action says in words what it used and what broke', async () => {
  open(`/execution?id=${failedRun().id}`);
  click(await screen.findByRole('radio', { name: 'Tree' }));
  const broken = (await tree()).getAllByRole('treeitem', { name: /^parse_output .*failed/ }).at(-1);
  await until(() => expect(broken?.textContent).toMatch(/Expecting ',' delimiter/));
  expect((await tree()).getByRole('treeitem', { name: /^draft_email/ }).textContent).toMatch(
    /claude-sonnet-4-5 · 1,842/,
  );
});

it('by cost, the most expensive action stands first and what holds others is left out', async () => {
  open(`/execution?id=${failedRun().id}`);
  click(await screen.findByRole('radio', { name: 'By cost' }));
  await until(async () => {
    const [first, second] = (await tree()).getAllByRole('treeitem');
    expect(first?.textContent).toMatch(/^draft_email/);
    expect(second?.textContent).toMatch(/^repair_json/);
  });
  expect((await tree()).queryByRole('treeitem', { name: /^Email Writer/ })).toBeNull();
});

it('a large run reads the children of an action when it is opened, and all to be searched', async () => {
  open(`/execution?id=${BIG_ID}`);
  const batch = await (await tree()).findByRole('treeitem', { name: /^batch 1 / });
  expect(batch.getAttribute('aria-expanded')).toBe('false');
  fireEvent.doubleClick(batch);
  expect(await (await tree()).findByRole('treeitem', { name: /^tool_step_101 / })).toBeTruthy();
  type(await screen.findByRole('textbox', { name: 'Search in the actions' }), 'step_9970');
  expect(await (await tree()).findByRole('treeitem', { name: /step_9970 .*failed/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Read all' })).toBeNull();
  expect(screen.getByText(/3 actions named as a parent did not arrive/)).toBeTruthy();
});

it('a part of a large run that could not be read is told, and can be asked for again', async () => {
  open(`/execution?id=${BIG_ID}`);
  const batch = await (await tree()).findByRole('treeitem', { name: /^batch 1 / });
  const answered = globalThis.fetch;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
  await push('Read all');
  expect(await screen.findByText('The actions could not be read')).toBeTruthy();
  fireEvent.doubleClick(batch);
  await until(() => expect(screen.getAllByText('The actions could not be read')).toHaveLength(2));
  vi.stubGlobal('fetch', answered);
  fireEvent.doubleClick(await (await tree()).findByRole('treeitem', { name: /^batch 1 / }));
  expect(await (await tree()).findByRole('treeitem', { name: /^tool_step_101 / })).toBeTruthy();
  expect(await screen.findByRole('button', { name: 'Read all' })).toBeTruthy();
});

it('events of an action are a tab where it has some, and all of it is there raw', async () => {
  open(`/execution?id=${failedRun().id}`);
  click(await (await tree()).findByRole('treeitem', { name: /^Email Writer/ }));
  click(await screen.findByRole('tab', { name: /Events 1/ }));
  expect(await screen.findByText('exception')).toBeTruthy();
  expect(address()).toContain('tab=events');
  click(screen.getByRole('tab', { name: 'Raw' }));
  expect(await screen.findByText(/"childCount": 6/)).toBeTruthy();
  fireEvent.keyDown(screen.getByRole('tablist', { name: /shown of the action/ }), { key: 'ArrowRight' });
  const first = await screen.findByRole('tab', { name: 'Input and output', selected: true });
  expect(document.activeElement).toBe(first);
});

it('an action is copied as it is', async () => {
  const copied = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: copied } });
  const draft = (actionsOf(failedRun()) as Action[]).find((action) => action.name === 'draft_email');
  open(`/execution?id=${failedRun().id}&action=${draft?.spanId}`);
  await screen.findAllByText(/Write the first email/);
  await push('Copy JSON');
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  expect(JSON.parse(String(copied.mock.calls[0]?.at(0)))).toMatchObject({
    spanId: draft?.spanId,
    model: draft?.model,
  });
});

it('a run is deleted only by its trace and with a reason, and the list is next', async () => {
  const run = goodRun();
  open(`/execution?id=${run.id}`);
  await heading(/succeeded/);
  await push('Delete…');
  await confirm(/Delete this run/, 'holds data of an end user');
  expect(asked.some((each) => each.method === 'DELETE')).toBe(false);
  type((await dialog()).getByRole('textbox', { name: /cannot be undone/ }), run.traceId.slice(0, 8));
  click((await dialog()).getByRole('button', { name: /Delete this run/ }));
  expect(await screen.findByText('The run is being deleted')).toBeTruthy();
  await until(() => expect(address()).toBe('/executions'));
  expect(asked.find((each) => each.method === 'DELETE')).toMatchObject({
    path: `/api/v1/executions/${run.id}`,
    body: { reason: 'holds data of an end user' },
  });
});

it('only an administrator may delete a run', async () => {
  open(`/execution?id=${goodRun().id}`, 'developer');
  const button = await screen.findByRole('button', { name: 'Delete…' });
  expect((button as HTMLButtonElement).disabled).toBe(true);
});

it('the failed runs of the list one came from are walked, and Escape leads back to it', async () => {
  const ids = world()
    .runs.filter((run) => run.success.value === false)
    .slice(0, 2)
    .map((run) => run.id);
  sessionStorage.setItem('metaagent.walk', JSON.stringify({ ids, back: '?failed=true' }));
  open(`/execution?id=${ids[0]}`);
  expect(await screen.findByText('1 of 2 failed')).toBeTruthy();
  const previous = () => screen.getByRole('button', { name: 'Previous failed run' }) as HTMLButtonElement;
  expect(previous().disabled).toBe(true);
  await push('Next failed run');
  expect(await screen.findByText('2 of 2 failed')).toBeTruthy();
  click(previous());
  await until(() => expect(address()).toContain(ids[0]));
  press('Escape');
  await until(() => expect(address()).toBe('/executions?failed=true'));
});

it('the palette names what can be done with the run on screen', async () => {
  const copied = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: copied } });
  open(`/execution?id=${goodRun().id}`);
  await heading(/succeeded/);
  press('k', { ctrlKey: true });
  const group = within(await screen.findByRole('group', { name: 'Do, on this run' }));
  click(group.getByRole('option', { name: /Copy the trace id/ }));
  await until(() => expect(copied).toHaveBeenCalledWith(goodRun().traceId));
  press('k', { ctrlKey: true });
  click(await screen.findByRole('option', { name: /Delete this run…/ }));
  expect(await screen.findByRole('dialog', { name: 'Delete this run' })).toBeTruthy();
});

it('a run says whether it runs, ended in doubt, or got past an error', async () => {
  const run = goodRun();
  const page = open(`/execution?id=${run.id}`);
  await heading(/succeeded in [\d.]+ s\. By (status|outcome)\./);
  page.unmount();
  run.error = { ...(failedRun().error as NonNullable<Execution['error']>) };
  const again = open(`/execution?id=${run.id}`);
  await heading(/It met JSONDecodeError on the way and got past it/);
  again.unmount();
  Object.assign(run, { error: null, status: 'unknown', lateArrival: true });
  run.success = { value: null, source: null, confidence: null };
  const doubt = open(`/execution?id=${run.id}`);
  await heading(/ended\. Whether it succeeded is not known yet/);
  expect(screen.getByText(/It arrived late/)).toBeTruthy();
  expect(screen.getByText(/No end was seen within 15 minutes/)).toBeTruthy();
  doubt.unmount();
  run.status = 'running';
  open(`/execution?id=${run.id}`);
  await heading(/is running/);
  expect(screen.queryByRole('region', { name: 'Outcomes' })).toBeNull();
});

it('an address without a run says where to choose one', async () => {
  open('/execution');
  expect(await screen.findByText('No run was named')).toBeTruthy();
});

it('a run that cannot be read says so and asks again on demand', async () => {
  open(`/execution?id=${failedRun().id}`, 'error');
  expect(await screen.findByText('The run could not be read')).toBeTruthy();
  const before = asked.length;
  await push('Try again');
  await until(() => expect(asked.length).toBeGreaterThan(before));
});

it('a part of an action that does not exist is its conversation', async () => {
  open(`/execution?id=${failedRun().id}&tab=nothing`);
  const tabs = within(await screen.findByRole('tablist', { name: /shown of the action/ }));
  expect(tabs.getByRole('tab', { selected: true }).textContent).toMatch(/Conversation|Input and output/);
});
