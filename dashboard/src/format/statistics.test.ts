import { expect, it } from 'vitest';
import reference from '../../../protocol/statistics.json';
import { costPerSuccess, decimalUsd, nanoUsd, pooled, sumUsd, wilson } from './statistics';

it('bounds a rate where the score test just does not reject (Wilson 1927)', () => {
  for (const [k, n] of [
    [61, 83],
    [1, 20],
    [499, 500],
  ] as const) {
    const { value, low, high } = wilson(k, n);
    for (const bound of [low ?? 0, high ?? 0]) {
      const z = Math.abs((value ?? 0) - bound) / Math.sqrt((bound * (1 - bound)) / n);
      expect(z).toBeCloseTo(1.95996, 4);
    }
  }
});

it.each(reference.rates)('has the published interval of $successes in $n', ({ successes, n, low, high }) => {
  const rate = wilson(successes, n);
  if (low === null || high === null) expect([rate.low, rate.high]).toEqual([null, null]);
  else {
    expect(Math.abs((rate.low ?? -1) - low)).toBeLessThan(5.1e-5);
    expect(Math.abs((rate.high ?? -1) - high)).toBeLessThan(5.1e-5);
  }
});

it('is bounded by 0 and 1 exactly where nothing or everything succeeded', () => {
  for (const n of [1, 7, 10, 29, 1000]) {
    expect(wilson(n, n).high).toBe(1);
    expect(wilson(0, n).low).toBe(0);
  }
});

it('knows nothing of no runs', () => expect(wilson(0, 0).value).toBeNull());

it('pools windows as if they had been one', () => {
  const one = pooled([wilson(10, 12), wilson(51, 71), wilson(0, 0)]);
  expect(one).toEqual(wilson(61, 83));
});

it('adds money without floats', () => {
  expect(sumUsd(['0.1', '0.2', null])).toBe('0.300000000');
  expect(sumUsd([null, null])).toBeNull();
  expect(decimalUsd(nanoUsd('-12.000000001'))).toBe('-12.000000001');
});

it('lets successes pay for failures', () => {
  expect(costPerSuccess('1.5', 60)).toBe('0.025000000');
  expect(costPerSuccess('1.5', 0)).toBeNull();
  expect(costPerSuccess(null, 5)).toBeNull();
});
