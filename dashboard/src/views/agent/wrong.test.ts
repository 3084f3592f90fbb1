import { expect, it } from 'vitest';
import type { NeedsYou } from '@/api/types';
import { causeOf, detailOf, howOften, wrongOf } from './wrong';

it.each([
  [0.27, 'one run in four'],
  [0.34, 'one run in three'],
  [0.5, 'one run in two'],
  [0.08, 'one run in 13'],
  [0.8, '80\u00a0% of its runs'],
  [1, 'nearly every run'],
])('a share of %f is %s', (share, words) => expect(howOften(share)).toBe(words));

const need = (since: string, high: number) =>
  ({
    since,
    newestChange: { at: '2026-11-24T13:36:00Z', difference: { value: -0.2, low: -0.3, high } },
  }) as unknown as NeedsYou;

it('dates a failure by a change only when it followed at once and success fell with it', () => {
  expect(causeOf(need('2026-11-24T13:36:04Z', -0.1))).not.toBeNull();
  expect(causeOf(need('2026-11-24T13:35:59Z', -0.1))).toBeNull();
  expect(causeOf(need('2026-11-24T15:00:00Z', -0.1))).toBeNull();
  expect(causeOf(need('2026-11-24T13:36:04Z', 0.1))).toBeNull();
});

const wrong = (fields: object) =>
  ({ newestChange: null, sinceThen: null, observed: null, ...fields }) as NeedsYou;

it('says how often an agent fails only where that is known', () => {
  expect(wrongOf(wrong({ rule: 'slow' }))).toBe('is slow');
  expect(wrongOf(wrong({ rule: 'silent' }))).toBe('went silent');
  expect(wrongOf(wrong({ rule: 'failing' }))).toBe('fails');
});

it('names the error and its action, or the latency and its limit', () => {
  const slow = { rule: 'slow', latencyP95Ms: 13_800, limitMs: 9_000 };
  expect(detailOf(wrong(slow))).toMatch(/^p95 13\.8.s, limit 9\.0.s$/);
  expect(detailOf(wrong({ ...slow, limitMs: null }))).toMatch(/^p95 13\.8.s$/);
  expect(detailOf(wrong({ rule: 'silent', topError: { type: 'Timeout' } }))).toBeNull();
  expect(detailOf(wrong({ rule: 'failing', topError: null }))).toBeNull();
  expect(detailOf(wrong({ rule: 'failing', topError: { type: 'unspecified' } }))).toBeNull();
  const topError = { type: 'JsonParseException', action: 'parse_output' };
  expect(detailOf(wrong({ rule: 'failing', topError }))).toBe('JsonParseException in parse_output');
  expect(detailOf(wrong({ rule: 'failing', topError: { ...topError, action: null } }))).toBe(
    'JsonParseException',
  );
});
