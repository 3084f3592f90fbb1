import { expect, it } from 'vitest';
import { capOf, countScale, drawnBar, peaksOf } from './bars';
import { linear } from './scale';
import { windowsOf } from './windows';

const y = linear(0, 100, 100, 0);

it('draws the failed part of a bar in true proportion and nothing below zero', () => {
  expect(drawnBar({ at: 0, value: 40, failed: 10 }, y, 100, 'base').failed).toEqual({ top: 90, height: 10 });
  expect(drawnBar({ at: 0, value: 40, failed: 10 }, y, 100, 'top').failed).toEqual({ top: 60, height: 10 });
  expect(drawnBar({ at: 0, value: 40, failed: 50 }, y, 100, 'base').failed).toEqual({ top: 60, height: 40 });
});

it('marks a part thinner than a pixel with a tick instead of painting the bar', () => {
  const bar = drawnBar({ at: 0, value: 100, failed: 0.5 }, y, 100, 'top');
  expect([bar.failed, bar.tick]).toEqual([null, true]);
  expect(drawnBar({ at: 0, value: 100, failed: 0 }, y, 100, 'top').tick).toBe(false);
});

it('says the height of neighbouring spikes once, by the highest of them', () => {
  const bars = [5, 300, 450, 5, 90].map((value, at) => ({ at, value, failed: 0 }));
  expect(peaksOf(bars, 9)).toEqual([
    { first: 1, last: 2, highest: 450 },
    { first: 4, last: 4, highest: 90 },
  ]);
  expect(peaksOf(bars, 9, (last, next) => next - last < 3)).toEqual([{ first: 1, last: 4, highest: 450 }]);
  expect(peaksOf(bars, 450)).toEqual([]);
});

it('cuts a spike, so that the other bars can still be read', () => {
  const usual = [4, 5, 6, 5, 4, 6, 5, 5, 4];
  expect(capOf([...usual, 300])).toBe(9);
  expect(capOf([...usual, 12])).toBe(12);
  expect(capOf([1, 300])).toBe(300);
  const { cap, ticks, y: scale } = countScale([...usual, 300], 100, 0);
  const spike = drawnBar({ at: 0, value: 300, failed: 150 }, scale, cap, 'base');
  expect([spike.cut, spike.top, Math.round(spike.failed?.height ?? 0)]).toEqual([true, 0, 50]);
  expect(ticks.every(Number.isInteger)).toBe(true);
});

const START = Date.parse('2026-11-24T10:00:00Z');
const MINUTE = 60_000;
const steps = (runs: number[], failed: number[] = []) =>
  runs.map((n, i) => ({
    at: new Date(START + i * 5 * MINUTE).toISOString(),
    successRate: { value: n ? 1 - (failed[i] ?? 0) / n : null, low: null, high: null, n, unknown: 0 },
  }));
const axis = (count: number) => ({ from: START, to: START + count * 5 * MINUTE });
const minutes = (windows: ReturnType<typeof windowsOf>) =>
  windows.map((w) => w && [(w.from - START) / MINUTE, (w.to - START) / MINUTE, w.rate.n]);

it('joins neighbouring steps until a window has enough runs, the newest window whole', () => {
  expect(minutes(windowsOf(steps([6, 6, 6, 6, 6, 6, 6, 6]), 5 * MINUTE, axis(8)))).toEqual([
    [0, 20, 24],
    [20, 40, 24],
  ]);
  expect(minutes(windowsOf(steps([6, 6, 6, 6, 6]), 5 * MINUTE, axis(5)))).toEqual([
    [0, 5, 6],
    [5, 25, 24],
  ]);
});

it('lets no window span a change: the step in which it fell belongs to what followed', () => {
  const change = START + 12 * MINUTE;
  const windows = windowsOf(steps([12, 12, 12, 12], [0, 0, 6, 6]), 5 * MINUTE, axis(4), change);
  expect(minutes(windows)).toEqual([
    [0, 10, 24],
    [10, 20, 24],
  ]);
  expect(windows.map((w) => w?.rate.value)).toEqual([1, 0.5]);
});

it('lets no window span a silence', () => {
  const runs = [...Array(6).fill(10), ...Array(12).fill(0), ...Array(6).fill(10)];
  const windows = windowsOf(steps(runs), 5 * MINUTE, axis(24));
  expect(windows.filter((w) => w === null).length).toBe(1);
  expect(windows.every((w) => w === null || w.to - w.from <= 10 * MINUTE)).toBe(true);
});
