import { expect, it } from 'vitest';
import { hunksOf, linesOf, wordsOf } from './diff';

const told = (before: string, after: string) =>
  wordsOf(before, after)
    ?.map(({ op, text }) => ({ same: text, removed: `-${text}-`, added: `+${text}+` })[op])
    .join('');

it('tells a changed line word by word', () =>
  expect(told('Your tone is friendly today.', 'Your tone is warm today.')).toBe(
    'Your tone is -friendly-+warm+ today.',
  ));

it('takes changes that only a sign parts as one', () =>
  expect(told('Sign off with {{sender.name}}', 'Sign off warmly.')).toBe(
    'Sign off -with {{sender.name}}-+warmly.+',
  ));

it('takes two lines that have too little in common as two lines', () =>
  expect(wordsOf('Return only JSON for this schema', 'Put the email into the fields')).toBeNull());

it('numbers the lines of both texts, and shows those around a change', () => {
  const diff = [
    ...['a', 'b', 'c', 'd'].map((text) => ({ op: 'same' as const, text })),
    { op: 'removed' as const, text: 'old words here' },
    { op: 'added' as const, text: 'new words here' },
    { op: 'added' as const, text: 'one more' },
    ...['e', 'f', 'g'].map((text) => ({ op: 'same' as const, text })),
  ];
  const lines = linesOf(diff, true);
  expect(lines.map(({ a, b }) => [a, b])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 5],
    [null, 6],
    [6, 7],
    [7, 8],
    [8, 9],
  ]);
  expect(hunksOf(lines).map((hunk) => hunk.length)).toEqual([6]);
  expect(linesOf(diff, false).length).toBe(10);
});
