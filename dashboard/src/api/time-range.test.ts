import { expect, it } from 'vitest';
import { absolute, lengthOf, moment } from './time-range';

const NOW = Date.parse('2026-11-24T14:30:00Z');

it('takes a bound that is relative, absolute, or no time at all', () => {
  expect(moment('-90s', NOW)).toBe(NOW - 90_000);
  expect(moment('-2d', NOW)).toBe(NOW - 172_800_000);
  expect(moment('2026-11-24T14:00:00Z', NOW)).toBe(NOW - 1_800_000);
  for (const none of ['yesterday', '', null, undefined, '-2w']) expect(moment(none, NOW)).toBeNull();
});

it('leaves an open or unreadable end out, so that the clock of the server decides', () => {
  expect(absolute({ from: '-1h', to: null }, NOW)).toEqual({
    from: '2026-11-24T13:30:00.000Z',
    to: undefined,
  });
  expect(absolute({ from: 'nonsense', to: '-30m' }, NOW)).toEqual({
    from: undefined,
    to: '2026-11-24T14:00:00.000Z',
  });
});

it('says how long a range is, where that can be said', () => {
  expect(lengthOf({ from: '-6h', to: null })).toBe('6 h');
  expect(lengthOf({ from: '-45m', to: null })).toBe('45 min');
  expect(lengthOf({ from: '-3d', to: null })).toBe('3 d');
  expect(lengthOf({ from: '-6h', to: '-1h' })).toBe('this range');
});
