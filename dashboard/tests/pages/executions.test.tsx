import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import {
  address,
  asked,
  click,
  heading,
  open,
  press,
  push,
  type,
  until,
  withPages,
  world,
  writer,
} from './open';

withPages();

const bar = () => screen.findByRole('combobox', { name: /Filter runs/ });
const key = (field: HTMLElement, name: string) => fireEvent.keyDown(field, { key: name });
const firstRow = async () => {
  const table = within(await screen.findByRole('table', { name: 'Runs, newest first' }));
  await until(() => expect(table.getAllByRole('row').length).toBeGreaterThan(3));
  return table.getAllByRole('row')[1] as HTMLElement;
};

it('a filter is written with the keys only: suggested, chosen, and taken off again', async () => {
  open('/executions');
  await heading(/runs/);
  press('/');
  const field = await bar();
  expect(document.activeElement).toBe(field);
  key(field, 'Enter');
  type(field, 'ag');
  key(field, 'Enter');
  expect((field as HTMLInputElement).value).toBe('agent:');
  type(field, 'agent:email');
  const options = within(screen.getByRole('listbox', { name: 'Suggestions' })).getAllByRole('option');
  expect(options[0]?.textContent).toBe('agent:Email Writer');
  expect(options[0]?.getAttribute('aria-selected')).toBe('true');
  key(field, 'ArrowDown');
  expect(options[0]?.getAttribute('aria-selected')).toBe('false');
  key(field, 'ArrowUp');
  key(field, 'Tab');
  expect((field as HTMLInputElement).value).toBe('agent:Email Writer');
  expect(address()).not.toContain('agent=');
  key(field, 'Enter');
  await until(() => expect(address()).toContain(`agent=${writer().id}`));
  expect(await screen.findByRole('button', { name: 'Remove the filter agent is Email Writer' })).toBeTruthy();
  expect(screen.queryByRole('listbox', { name: 'Suggestions' })).toBeNull();
  key(field, 'Backspace');
  await until(() => expect(address()).not.toContain('agent='));
});

it('values that really occur are offered for a field, and a click takes one', async () => {
  open('/executions');
  await firstRow();
  const field = await bar();
  fireEvent.focus(field);
  type(field, 'model:son');
  fireEvent.pointerDown(await screen.findByRole('option', { name: /model:claude-sonnet-4-5/ }));
  await until(() => expect(address()).toContain('model=claude-sonnet-4-5'));
  type(field, 'outcome:');
  const offered = () =>
    [...document.querySelectorAll('[aria-label="Suggestions"] [role="option"]')].map(
      (option) => option.textContent,
    );
  expect(offered()).toEqual([
    'outcome:failed',
    'outcome:succeeded',
    'outcome:unknown',
    'text:"outcome:"search messages',
  ]);
  key(field, 'Escape');
  expect(offered()).toEqual([]);
  key(field, 'Escape');
  expect((field as HTMLInputElement).value).toBe('');
  key(field, 'Escape');
  expect(document.activeElement).not.toBe(field);
});

it('a filter is taken off by its button', async () => {
  open('/executions?failed=true&minDurationMs=3000');
  click(await screen.findByRole('button', { name: /Remove the filter duration over 3/ }));
  await until(() => expect(address()).toBe('/executions?failed=true'));
});

const at = (clientX: number) => ({ clientX, button: 0, pointerId: 1 });
const chartOfRuns = async () => {
  const chart = await screen.findByRole('img', { name: /runs? from/ });
  chart.setPointerCapture = vi.fn();
  return chart;
};

it('drawing over the runs chooses their time', async () => {
  open('/executions?from=-3h');
  const chart = await chartOfRuns();
  fireEvent.pointerDown(chart, at(420));
  fireEvent.pointerMove(chart, at(200));
  fireEvent.pointerUp(chart, at(200));
  const chosen = new URLSearchParams(window.location.search);
  const [from, to] = [chosen.get('from'), chosen.get('to')].map((bound) => Date.parse(bound ?? ''));
  // 220 of 1170 pixels of three hours
  expect(((to ?? 0) - (from ?? 0)) / 60_000).toBeCloseTo((220 / 1170) * 180, 0);
  const tail = await screen.findByRole('button', { name: 'Live tail' });
  await until(() => expect((tail as HTMLButtonElement).disabled).toBe(true));
});

it('the pointer over the runs says when how many ran', async () => {
  open('/executions?from=-1h');
  const chart = await chartOfRuns();
  fireEvent.pointerMove(chart, { clientX: 1190 });
  expect(await screen.findByText(/^\d\d:\d\d · \d+ runs?/)).toBeTruthy();
  fireEvent.pointerLeave(chart);
  expect(screen.queryByText(/^\d\d:\d\d · \d+ runs?/)).toBeNull();
});

it('a click on a row previews its run, space closes the preview, and a double click opens the run', async () => {
  open('/executions');
  await firstRow();
  const [row] = await screen.findAllByRole('row', { name: /Harbor & Finch/ });
  click(row as HTMLElement);
  const preview = () => screen.findByRole('complementary', { name: 'Preview of a run' });
  const closed = () =>
    until(() => expect(screen.queryByRole('complementary', { name: 'Preview of a run' })).toBeNull());
  const peek = within(await preview());
  expect(await peek.findByRole('link', { name: /Open run/ })).toBeTruthy();
  expect(await peek.findByText(/Nordlicht Solar GmbH \(Kiel/)).toBeTruthy();
  expect(await peek.findByText('Output')).toBeTruthy();
  press(' ');
  await closed();
  press(' ');
  click(await within(await preview()).findByRole('button', { name: 'Close the preview' }));
  await closed();
  fireEvent.doubleClick(await firstRow());
  await until(() => expect(address()).toMatch(/^\/execution\?id=/));
});

it('the preview of a failed run counts the others that failed alike', async () => {
  const failed = world().runs.find((run) => run.success.value === false);
  open(`/executions?failed=true&sel=${failed?.id}`);
  const peek = within(await screen.findByRole('complementary', { name: 'Preview of a run' }));
  expect(await peek.findByText('parse_output failed')).toBeTruthy();
  click(await peek.findByRole('link', { name: /other runs?/ }));
  await until(() => expect(address()).toContain('errorType=JSONDecodeError'));
});

it('actions are narrowed to a kind, and say which filters are not applied to them', async () => {
  open(`/executions?view=actions&promptVersion=v14&agent=${writer().id}&failed=true`);
  await heading(/^Actions of Email Writer that failed in 24 h, newest first\.$/);
  expect(screen.getByText('1 filter not applied: it works on runs only.')).toBeTruthy();
  const off = screen.getByRole('button', { name: 'v14: edit the filter prompt' }).closest('.token');
  expect(off?.getAttribute('title')).toMatch(/not applied to actions/);
  expect(asked.some((each) => each.path.startsWith('/api/v1/executions/histogram'))).toBe(false);
  click(screen.getByRole('button', { name: 'Remove the filter outcome is failed' }));
  const kind = await screen.findByRole('combobox', { name: 'Kind' });
  fireEvent.change(kind, { target: { value: 'llm' } });
  await until(() => expect(address()).toContain('kind=llm'));
  await until(() => expect(screen.queryByText('crm.get_lead')).toBeNull());
  expect(screen.getAllByText('draft_email').length).toBeGreaterThan(0);
  fireEvent.change(kind, { target: { value: 'memory' } });
  expect(await screen.findByText('No action in this time')).toBeTruthy();
});

it('runs and actions are two lists of one address', async () => {
  open('/executions?agent=x&sel=y');
  click(await screen.findByRole('radio', { name: 'Actions' }));
  await until(() => expect(address()).toBe('/executions?agent=x&view=actions'));
  click(screen.getByRole('radio', { name: 'Runs' }));
  await until(() => expect(address()).toBe('/executions?agent=x'));
});

it('actions that cannot be read say so', async () => {
  open('/executions?view=actions', 'error');
  expect(await screen.findByText('The actions could not be read')).toBeTruthy();
});

it('a list that cannot be read offers a shorter range', async () => {
  open('/executions', 'error');
  await push('Shorter range: 1 h');
  await until(() => expect(address()).toBe('/executions?from=-1h'));
});

it('the list says at its end that these were all runs of the range', async () => {
  open('/executions?from=-1h');
  await firstRow();
  const count = world().runs.filter((run) => Date.parse(run.startedAt) > Date.now() - 3_600_000).length;
  expect(await screen.findByText(`${count} runs, all of this range`)).toBeTruthy();
});

it('the palette saves the view, starts the tail, and exports as the list is filtered', async () => {
  open('/executions?failed=true');
  await heading(/failed/);
  press('k', { metaKey: true });
  const options = async () =>
    within(await screen.findByRole('group', { name: 'Do, on these runs' })).getAllByRole('option');
  expect((await options()).map((option) => option.textContent)).toEqual([
    'Save this view…',
    'Export as NDJSON',
    'Start the live tail',
  ]);
  click((await options())[2] as HTMLElement);
  await until(() => expect(address()).toBe('/executions?failed=true&tail=on'));
  const link = await screen.findByRole('link', { name: 'Export NDJSON' });
  expect(link.getAttribute('href')).toBe('/api/v1/executions/export?failed=true&from=-24h');
});

it('a touch over the runs that becomes scrolling chooses no time', async () => {
  open('/executions?from=-3h');
  const chart = await chartOfRuns();
  fireEvent.pointerDown(chart, at(200));
  fireEvent.pointerMove(chart, at(420));
  fireEvent.pointerCancel(chart, at(420));
  fireEvent.pointerUp(chart, at(430));
  expect(address()).toBe('/executions?from=-3h');
});
