import { expect, it } from 'vitest';
import { type AgentRow, nextSort, sorted, sortOf } from './columns';

const row = (name: string, costUsd: string | null) =>
  ({ agent: { name }, group: costUsd === null ? null : { costUsd } }) as unknown as AgentRow;

it('a head sorts in its usual direction, then in the other, then not at all', () => {
  expect(nextSort(null, 'cost')).toBe('-cost');
  expect(nextSort(sortOf('-cost'), 'cost')).toBe('cost');
  expect(nextSort(sortOf('cost'), 'cost')).toBeNull();
  expect(nextSort(sortOf('-cost'), 'name')).toBe('name');
});

it('what is not known is last, whichever way', () => {
  const rows = [row('a', '2'), row('b', null), row('c', '10')];
  const names = (sort: string) => sorted(rows, sortOf(sort)).map(({ agent }) => agent.name);
  expect(names('-cost')).toEqual(['c', 'a', 'b']);
  expect(names('cost')).toEqual(['a', 'c', 'b']);
  expect(names('nonsense')).toEqual(['a', 'b', 'c']);
});
