import { expect, test } from 'vitest';
import { meant } from './organization';

const choices = [
  { id: 'a', name: 'A', simulated: false, current: true },
  { id: 'b', name: 'B', simulated: true, current: false },
];

test('an address means an organization by its id', () => {
  expect(meant('a', choices)?.id).toBe('a');
  expect(meant('c', choices)).toBeUndefined();
});

test('the word example means the simulated one', () => {
  expect(meant('example', choices)?.id).toBe('b');
  expect(meant('example', choices.slice(0, 1))).toBeUndefined();
});
