import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Execution } from '@/api/types';
import { freshnessOf } from '@/shell/freshness';
import { part } from '@/views/components/samples';
import { FilterBar } from '@/views/executions/filter/FilterBar';
import { Marked, placeOf, textOf } from './Body';
import ChangeDialog from './ChangeDialog';
import { Conversation } from './Conversation';
import { highlight } from './Source';
import { outcomeOf } from './StatusGlyph';
import { Interval, Money } from './values';

afterEach(cleanup);
const rate = (value: number | null, n: number) => ({ value, low: value, high: value, n, unknown: 0 });

it('shows no rate below twenty runs, but says how many there are', () => {
  const { container } = render(<Interval rate={rate(1, 3)} />);
  expect(container.textContent).toBe('– 3 of 20 runs');
});

it('says a rate with its bounds and its runs to those who cannot hover', () => {
  const { container } = render(
    <Interval rate={{ value: 0.735, low: 0.631, high: 0.818, n: 83, unknown: 0 }} form="bounds" />,
  );
  expect(container.textContent?.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')).toBe(
    '73.5 % 63.1 – 81.8 of 83 runs',
  );
});

it('never shows an unknown price as nothing', () => {
  const { container } = render(<Money usd={null} why="price of x unknown" />);
  expect(container.textContent).toBe('– price of x unknown');
});

it('lets success decide what came of a run, and the status only where success is not known', () => {
  const of = (status: Execution['status'], value: boolean | null) =>
    outcomeOf({ status, success: { value, source: value === null ? null : 'outcome', confidence: null } });
  expect(of('error', true)).toBe('succeeded');
  expect(of('ok', false)).toBe('failed');
  expect(of('running', null)).toBe('running');
  expect(of('unknown', null)).toBe('unknown');
});

it('reconnects after five seconds without an answer and is offline after a minute', () => {
  expect(freshnessOf(4_999, false)).toBe('live');
  expect(freshnessOf(5_000, false)).toBe('reconnecting');
  expect(freshnessOf(60_000, false)).toBe('offline');
  expect(freshnessOf(90_000, true)).toBe('paused');
});

it('marks the place that an error names', () => {
  expect(placeOf("Expecting ',' delimiter: line 1 column 46 (char 45)")).toBe(45);
  expect(placeOf('line 1, column 46')).toBe(45);
  expect(placeOf('line 7 column 2')).toBeNull();
  const { container } = render(<Marked text="abcdef" place={2} />);
  expect(container.querySelector('mark')?.textContent).toBe('c');
});

it('indents JSON that came as text, and leaves other text alone', () => {
  expect(textOf('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(textOf('{not json')).toBe('{not json');
  expect(textOf(null)).toBe('');
});

it('folds a long system prompt and shows it on demand', () => {
  const text = Array.from({ length: 12 }, (_, i) => `rule ${i}`).join('\n');
  render(<Conversation messages={[{ role: 'system', side: 'input', parts: [part({ text })] }]} />);
  expect(screen.queryByText(/rule 11/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show' }));
  expect(screen.getByText(/rule 11/)).toBeTruthy();
});

it('highlights the address but not a name in brackets', () => {
  const { container } = render(<pre>{highlight('os.environ["A"] = "http://localhost:4318"')}</pre>);
  expect([...container.querySelectorAll('u')].map((u) => u.textContent)).toEqual(['"http://localhost:4318"']);
});

it('asks for a reason before a change is made', async () => {
  const confirm = vi.fn(async () => undefined);
  render(
    <ChangeDialog title="Archive it" what="" verb="Archive" onConfirm={confirm} onClose={() => undefined} />,
  );
  fireEvent.change(screen.getByLabelText(/Reason/), { target: { value: 'short' } });
  fireEvent.click(screen.getByRole('button', { name: /Archive/ }));
  expect(confirm).not.toHaveBeenCalled();
  expect(screen.getByText(/at least 10 characters/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText(/Reason/), { target: { value: 'no longer in use' } });
  fireEvent.click(screen.getByRole('button', { name: /Archive/ }));
  await vi.waitFor(() => expect(confirm).toHaveBeenCalledWith('no longer in use'));
});

it('turns typed words into filters and says what it does not understand', () => {
  const add = vi.fn();
  const known = { agents: [], values: new Map(), attributes: [], actionsOnly: false };
  const nothing = () => undefined;
  render(<FilterBar filters={[]} known={known} onField={nothing} onAdd={add} onRemove={nothing} />);
  const field = screen.getByRole('combobox');
  fireEvent.change(field, { target: { value: 'cost:cheap' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
  expect(screen.getByText(/“cheap” is no cost/)).toBeTruthy();
  fireEvent.change(field, { target: { value: 'locale:de' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(add).toHaveBeenCalledWith([{ param: 'attr.locale', values: ['de'] }], null);
});
