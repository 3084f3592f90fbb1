import { expect, it } from 'vitest';
import type { Loss } from '@/api/types';
import { rangeOf, lostBy as sentences } from './losses';

/** With ordinary spaces. */
const lostBy = (lost: Loss) => sentences(lost).map((text) => text.replaceAll('\u00a0', ' '));

const loss = (change: Partial<Loss>): Loss => ({
  instance: 'i',
  sdk: 'python/0.1.0',
  agents: [],
  firstSeenAt: '2026-11-24T14:00:00Z',
  seenAt: '2026-11-24T14:30:00Z',
  received: 10,
  missing: 0,
  dropped: 0,
  judgedFrom: 1,
  judgedTo: 10,
  gaps: [],
  ...change,
});
const gap = (first: number, last: number) => ({
  first,
  last,
  records: last - first + 1,
  atStart: first === 1,
});

it('a record that is missing between others was never received', () => {
  expect(lostBy(loss({ missing: 1, gaps: [gap(4, 4)] }))).toEqual([
    '1 record was never received, although later ones were.',
  ]);
});

it('what was dropped is told apart, and may be among the missing', () => {
  expect(lostBy(loss({ missing: 2, dropped: 3, gaps: [gap(4, 5)] }))).toEqual([
    '2 records were never received, although later ones were.',
    'The SDK dropped 3 records because its buffer was full; these may be among the missing ones.',
  ]);
  expect(lostBy(loss({ dropped: 1 }))).toEqual(['The SDK dropped 1 record because its buffer was full.']);
});

it('what is missing at the start may be elsewhere, and is not called lost', () => {
  expect(lostBy(loss({ missing: 12, gaps: [gap(1, 10), gap(14, 15)] }))).toEqual([
    '2 records were never received, although later ones were.',
    'The first 10 records are not here: lost, or sent to another server.',
  ]);
});

it('a process with very many gaps says from where they are listed', () => {
  expect(lostBy(loss({ missing: 1, gaps: [gap(5001, 5001)], judgedFrom: 5000 })).at(-1)).toBe(
    'Gaps before record 5,000 are no longer listed.',
  );
});

it('one number is not a range', () => {
  expect(rangeOf(gap(1201, 1209))).toBe('1,201 to 1,209');
  expect(rangeOf(gap(7, 7))).toBe('7');
});
