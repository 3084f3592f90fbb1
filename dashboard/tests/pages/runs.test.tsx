import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { actionsOf } from '../fake/actions.mjs';
import { BIG_ID } from '../fake/big.mjs';
import {
  address,
  click,
  dialog,
  failedRun,
  heading,
  open,
  press,
  push,
  type,
  withPages,
  world,
  writer,
} from './open';

withPages();

it('runs are listed with what failed ones share, and a trait filters by a click', async () => {
  open('/executions?from=-1h');
  await heading(/runs/);
  click(await screen.findByRole('button', { name: /locale.*de/ }));
  await vi.waitFor(() => expect(address()).toContain('attr.locale=de'));
});

it('a run is previewed by keys, opened by Enter, and its neighbour is a key away', async () => {
  open(`/executions?agent=${writer().id}&failed=true`);
  await screen.findByRole('table', { name: /Runs/ });
  await vi.waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(3));
  press('j');
  const peek = await screen.findByRole('complementary', { name: 'Preview of a run' });
  expect((await within(peek).findAllByText(/parse_output/)).length).toBeGreaterThan(0);
  press('Enter');
  await heading(/failed/);
  const first = address();
  press('j');
  await vi.waitFor(() => expect(address()).not.toBe(first));
  press('k');
  await vi.waitFor(() => expect(address()).toBe(first));
});

it('a filter that matches nothing can be taken off', async () => {
  open('/executions?attr.locale=pt');
  click(await screen.findByRole('button', { name: 'Remove this filter' }));
  await vi.waitFor(() => expect(address()).not.toContain('locale'));
});

it('no run in the time offers a longer one', async () => {
  open('/executions', 'empty');
  click(await screen.findByRole('button', { name: 'Show 30 days' }));
  await vi.waitFor(() => expect(address()).toContain('from=-30d'));
});

it('actions of all agents are a list of their own', async () => {
  open('/executions?view=actions&kind=tool');
  expect((await screen.findAllByText('crm.get_lead')).length).toBeGreaterThan(0);
});

it('a view is saved under a name', async () => {
  open('/executions?failed=true');
  await push('Save view');
  const box = await dialog();
  type(box.getByRole('textbox', { name: 'Name' }), 'What broke');
  click(box.getByRole('button', { name: 'Save view' }));
  expect(await screen.findByText('View “What broke” saved')).toBeTruthy();
});

it('a list that cannot be read says so', async () => {
  open('/executions', 'error');
  expect(await screen.findByText('The list could not be read')).toBeTruthy();
});

it('a viewer may not save or export', async () => {
  open('/executions', 'viewer');
  const button = await screen.findByRole('button', { name: 'Save view' });
  expect((button as HTMLButtonElement).disabled).toBe(true);
});

it('a failed run shows its tree, the action that broke, and the message with its place marked', async () => {
  const draft = (actionsOf(failedRun()) as { name: string; spanId: string }[]).find(
    (action) => action.name === 'draft_email',
  );
  open(`/execution?id=${failedRun().id}&action=${draft?.spanId}`);
  await heading(/First email · .* failed: parse_output: the answer was not valid JSON at character \d+/);
  const tree = await screen.findByRole('tree', { name: 'Actions of this run' });
  expect(within(tree).getAllByRole('treeitem').length).toBe(7);
  expect((await screen.findAllByText(/Write the first email/)).length).toBeGreaterThan(0);
  fireEvent.keyDown(tree, { key: 'Home' });
  fireEvent.keyDown(tree, { key: 'ArrowDown' });
  await vi.waitFor(() =>
    expect(screen.getByRole('treeitem', { selected: true }).textContent).toMatch(/crm.get_lead/),
  );
});

it('the attributes and the resource of an action are a tab', async () => {
  const [root] = actionsOf(failedRun()) as { spanId: string }[];
  open(`/execution?id=${failedRun().id}&action=${root?.spanId}&tab=attributes`);
  expect(await screen.findByText('openinference.span.kind')).toBeTruthy();
  expect(screen.getByText('telemetry.sdk.language')).toBeTruthy();
});

it('an outcome that is refused stays in its dialog; one that is taken is listed', async () => {
  open(`/execution?id=${failedRun().id}`);
  await push('Add outcome…');
  const box = await dialog();
  expect(box.queryByRole('radio', { checked: true })).toBeNull();
  click(box.getByRole('button', { name: /Add outcome/ }));
  expect(box.getByText('Choose whether it succeeded.')).toBeTruthy();
  click(box.getByRole('radio', { name: 'No' }));
  type(box.getByRole('textbox', { name: /Comment/ }), 'refuse this one');
  click(box.getByRole('button', { name: /Add outcome/ }));
  expect(await box.findByText('The outcome was refused.')).toBeTruthy();
  type(box.getByRole('textbox', { name: /Comment/ }), 'the greeting was wrong');
  click(box.getByRole('button', { name: /Add outcome/ }));
  expect(await screen.findByText(/the greeting was wrong/)).toBeTruthy();
});

it('a run of ten thousand actions draws only what is seen', async () => {
  open(`/execution?id=${BIG_ID}`);
  await screen.findByRole('treeitem', { name: /^batch 1 / });
  expect(screen.getAllByRole('treeitem').length).toBeLessThan(80);
});

it('a run that is not there says so, and what is no id of a run says that', async () => {
  const page = open(`/execution?id=${'d'.repeat(32)}`);
  expect(await screen.findByText('This run is not here')).toBeTruthy();
  page.unmount();
  open('/execution?id=a%2Fb%20%C3%BC');
  expect(await screen.findByText('This is not the id of a run')).toBeTruthy();
  expect(screen.getByText('a/b ü', { selector: 'code' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});

it('a viewer sees a run and not its bodies', async () => {
  open(`/execution?id=${failedRun().id}`, 'viewer');
  expect(await screen.findByText('Not allowed')).toBeTruthy();
});

it('a conversation shows its runs in order with what went in and came out', async () => {
  const { sessionId } = failedRun();
  open(`/session?id=${sessionId}`);
  await heading(/runs of/);
  const runs = world().runs.filter((run) => run.sessionId === sessionId);
  expect(screen.getAllByText(/Nordlicht Solar GmbH \(Kiel/).length).toBe(runs.length);
});

it('a conversation that is not there says so', async () => {
  open('/session?id=acme%2Fu1');
  expect(await screen.findByText(/No run of this organization belongs to session/)).toBeTruthy();
});
