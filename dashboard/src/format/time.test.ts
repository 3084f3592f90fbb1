import { expect, it } from 'vitest';
import * as W from './time';

const NOON = '2026-11-24T13:36:04.218Z';

it('writes the minute, the second and the millisecond', () => {
  expect(W.clock(NOON, 'UTC')).toBe('13:36');
  expect(W.clockSeconds(NOON, 'UTC')).toBe('13:36:04');
  expect(W.clockMillis(NOON, 'UTC')).toBe('13:36:04.218');
});

it('follows the zone of the organization', () => {
  expect(W.clock(NOON, 'Europe/Berlin')).toBe('14:36');
  expect(W.zoneOffset(Date.parse(NOON), 'Europe/Berlin')).toBe(3_600_000);
  expect(W.zoneOffset(Date.parse(NOON), 'Asia/Kolkata')).toBe(19_800_000);
});

it('takes UTC where a zone is not known', () => expect(W.clock(NOON, 'Mars/Olympus')).toBe('13:36'));

it('says since when: to the second while it is younger than a day, then by the day, then by the date', () => {
  const now = Date.parse('2026-11-24T14:31:00Z');
  expect(W.since(NOON, 'UTC', now)).toBe('13:36:04');
  expect(W.since('2026-11-23T15:20:07Z', 'UTC', now)).toBe('Mon 15:20:07');
  expect(W.since('2026-11-22T15:20:07Z', 'UTC', now)).toBe('Sun 15:20');
  expect(W.since('2026-11-12T15:20:00Z', 'UTC', now)).toBe('12 Nov');
  expect(W.since('2025-11-12T15:20:00Z', 'UTC', now)).toBe('12 Nov 2025');
});

it('puts ticks on whole steps of the zone, and days where those of the organization begin', () => {
  const from = Date.parse('2026-11-24T08:31:00Z');
  const ticks = W.timeTicks(from, from + 6 * 3_600_000, 6, 'UTC');
  expect(ticks.map((t) => t.label)).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00', '14:00']);
  const days = W.timeTicks(from, from + 7 * 86_400_000, 7, 'UTC', 'Europe/Berlin');
  expect(days[0]?.label).toBe('25 Nov');
  expect(new Date(days[0]?.at ?? 0).toISOString()).toBe('2026-11-24T23:00:00.000Z');
});

it('writes a September like other months, and a hover with all there is', () => {
  const autumn = '2026-09-03T05:06:07.008Z';
  expect([W.day(autumn, 'UTC'), W.weekday(autumn, 'UTC')]).toEqual(['3 Sep', 'Thu 3 Sep']);
  expect(W.full(autumn, 'UTC')).toBe('Thu 3 Sep 2026, 05:06:07.008 UTC');
});

it('puts the day before a time that is not of today, in the zone of the reader', () => {
  const now = Date.parse('2026-11-24T22:30:00Z');
  expect(W.stamp('2026-11-24T13:36:04.218Z', 'UTC', now)).toBe('13:36:04.218');
  expect(W.stamp('2026-11-24T13:36:04.218Z', 'Asia/Tokyo', now)).toBe('24 Nov 22:36:04');
});
