import { expect, it } from 'vitest';
import { rangeOf } from './nav-range';

const of = (path: string, query: string) => rangeOf(path, new URLSearchParams(query));

it('carries the range that somebody chose, from pages that show one', () => {
  expect(of('/fleet', 'from=-24h')).toEqual({ from: '-24h' });
  expect(of('/executions', 'from=2026-11-24T09:00:00Z&to=2026-11-24T10:00:00Z')).toMatchObject({
    to: expect.any(String),
  });
  expect(of('/fleet', '')).toEqual({});
  expect(of('/settings', 'from=-24h')).toEqual({});
});
