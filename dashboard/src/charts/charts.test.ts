import { expect, it } from 'vitest';
import type { Action } from '@/api/types';
import { durationTicks, stretches, ticksTo } from './scale';
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
