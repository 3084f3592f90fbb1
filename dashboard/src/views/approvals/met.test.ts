import { expect, it } from 'vitest';
import type { Approval } from '@/api/types';
import { wayTo } from '@/ui/Tree';
import { marksOf, metValue, segmentsOf } from './met';

const asked = (given: unknown, ...met: [path: string, words: string, comparable?: boolean][]) =>
  ({
    arguments: given,
    rule: { met: met.map(([path, words, comparable = true]) => ({ path, words, comparable })) },
  }) as unknown as Approval;

it('a path is divided at dots that are not escaped', () => {
  expect(segmentsOf('order.items.0.price')).toEqual(['order', 'items', '0', 'price']);
  expect(segmentsOf('a\\.b.c\\\\')).toEqual(['a.b', 'c\\']);
  expect(segmentsOf('')).toEqual([]);
});

it('the value that met a condition is marked where it stands', () => {
  const { marks, others } = marksOf(
    asked(
      { order: { items: [{ price: 300 }], note: 'x' }, to: ['a', 'b'] },
      ['order.items.0.price', 'over 200'],
      ['to.#', 'over 1'],
      ['order.note', 'over 3', false],
    ),
  );
  expect(others).toEqual([]);
  expect(marks.get(wayTo(['order', 'items', '0', 'price']))).toBe('over 200');
  expect(marks.get(wayTo(['to']))).toBe('number of items over 1');
  expect(marks.get(wayTo(['order', 'note']))).toBe('cannot be compared: over 3');
});

it('a condition over many values, or over none that is shown, marks nothing', () => {
  const { marks, others } = marksOf(
    asked({ a: [1, 2] }, ['a.*', 'over 1'], ['b', 'is missing'], ['constructor', 'x']),
  );
  expect(marks.size).toBe(0);
  expect(others.map((each) => each.path)).toEqual(['a.*', 'b', 'constructor']);
});

it('a short value stands beside the tool, a long or replaced one does not', () => {
  expect(metValue(asked({ amount_usd: 284 }, ['amount_usd', 'over 200']))).toBe('amount_usd 284');
  expect(metValue(asked({ to: '<EMAIL:k1x>' }, ['to', 'is there']))).toBeNull();
  expect(metValue(asked({ a: 'x'.repeat(30) }, ['a', 'is there']))).toBeNull();
  expect(metValue({ arguments: null, rule: null } as Approval)).toBeNull();
});
