import { expect, it } from 'vitest';
import { followersText } from './followers';

const consumer = (name: string, state: 'ok' | 'behind' | 'stalled' | 'blocked', waits: number | null) => ({
  name,
  state,
  lag: waits === null ? 0 : 3,
  oldestWaitingSeconds: waits,
  lastAdvancedAt: '2026-11-28T20:00:00Z',
  setAside: 0,
});

it('says nothing while every consumer keeps up', () =>
  expect(followersText([consumer('measure', 'ok', 0.2), consumer('words', 'ok', null)])).toBeNull());

it('names what stands still and how long it has waited, the worst first', () =>
  expect(followersText([consumer('words', 'behind', 40), consumer('measure', 'stalled', 900)])).toEqual({
    what: 'Numbers: standing still',
    why: 'Numbers: 15 min, Search: 40 s',
  }));

it('names a consumer that it does not know as the server does', () =>
  expect(followersText([consumer('govern', 'blocked', 5)])?.what).toBe('govern: standing still'));
