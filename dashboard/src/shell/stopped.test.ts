import { describe, expect, it } from 'vitest';
import type { Stops } from '@/api/types';
import { stopOf } from './stopped';

const stop = (share: number, reason: string) => ({
  since: '2026-11-30T12:00:00Z',
  by: 'Ada',
  reason,
  share,
  resumed: null,
});
const writer = { agent: { id: 'a', name: 'Writer' }, ...stop(0, 'wrong address') };

describe('whether an agent is stopped', () => {
  it('is said of an agent that was stopped, and of no other one', () => {
    const stops: Stops = { fleet: null, agents: [writer] };
    expect(stopOf(stops, 'a')).toEqual({ word: 'stopped', why: 'Ada: “wrong address”' });
    expect(stopOf(stops, 'b')).toBeNull();
  });

  it('is said of every agent while the fleet is stopped', () => {
    expect(stopOf({ fleet: stop(0, 'spill'), agents: [] }, 'b')).toEqual({
      word: 'stopped',
      why: 'The fleet, Ada: “spill”',
    });
  });

  it('follows the lower share where both hold', () => {
    const stops: Stops = { fleet: stop(0.5, 'spill'), agents: [{ ...writer, share: 0.1 }] };
    expect(stopOf(stops, 'a')?.word).toMatch(/^resuming at 10/);
    expect(stopOf(stops, 'b')?.word).toMatch(/^resuming at 50/);
  });
});
