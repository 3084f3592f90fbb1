import { expect, it } from 'vitest';
import type { Action, Change } from '@/api/types';
import { gather, marksOf } from './ChangeMarks';
import { durationTicks, linear, stretches, ticksTo, windowEnd } from './scale';
import { rowsOf, treeOf } from './tree';

const action = (spanId: string, parentId: string | null, offset: number, durationMs: number | null = 10) =>
  ({
    id: `x-${spanId}`,
    spanId,
    parentId,
    startedAt: new Date(1_000_000 + offset).toISOString(),
    durationMs,
    childCount: 0,
  }) as Action;

it('leaves a gap where data is missing', () =>
  expect(stretches([1, 2, null, null, 3]).map((s) => s.map((p) => p.value))).toEqual([[1, 2], [3]]));

it('puts round ticks from zero to above the largest value', () => {
  expect(ticksTo(6)).toEqual([0, 5, 10]);
  expect(ticksTo(0.0184)).toEqual([0, 0.01, 0.02]);
  expect(ticksTo(0)).toEqual([0, 1]);
  expect(durationTicks(3_420)).toEqual([0, 1_000, 2_000, 3_000]);
  expect(durationTicks(598_000)).toEqual([0, 300_000]);
});

it('orders siblings by start, whatever order they came in', () => {
  const { roots } = treeOf([action('c', 'a', 30), action('a', null, 0, 100), action('b', 'a', 10)]);
  expect(rowsOf(roots, () => false).map((n) => [n.action.spanId, n.depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 1],
  ]);
});

it('puts an action whose parent is missing at the top level', () => {
  const { roots } = treeOf([action('a', null, 0), action('lost', 'never', 5)]);
  expect(roots.map((n) => n.action.spanId)).toEqual(['a', 'lost']);
});

it('hides the children of what is closed', () => {
  const { roots } = treeOf([action('a', null, 0), action('b', 'a', 1), action('c', 'b', 2)]);
  expect(rowsOf(roots, (n) => n.action.spanId === 'b').map((n) => n.action.spanId)).toEqual(['a', 'b']);
});

it('measures the run to the end of its last action, running ones included', () => {
  const { start, end } = treeOf([action('a', null, 0, null), action('b', 'a', 40, 25)]);
  expect(end - start).toBe(65);
});

const change = (at: number, to: string, difference: Change['difference'] = null): Change =>
  ({
    at: new Date(at).toISOString(),
    agent: { id: 'a', name: 'A' },
    kind: 'model',
    name: null,
    from: 'x',
    to,
    difference,
  }) as Change;

it('draws near changes as one mark, named by the one whose difference is clear, and else by the newest', () => {
  const worse = { value: -0.2, low: -0.3, high: -0.1 };
  const chance = { value: 0.4, low: -0.1, high: 0.9 };
  const marks = marksOf(
    [change(100, 'one', worse), change(110, 'two', chance), change(120, 'three'), change(500, 'four')],
    0,
    1_000,
    false,
  );
  const groups = gather(marks, linear(0, 1_000, 0, 1_000));
  expect(groups.map((group) => group.map((mark) => mark.label))).toEqual([
    ['model one', 'model three', 'model two'],
    ['model four'],
  ]);
});

it('draws the value of a window at its end, and of one that still runs at now', () => {
  expect(windowEnd(100, 10, 1_000)).toBe(110);
  expect(windowEnd(995, 10, 1_000)).toBe(1_000);
});
