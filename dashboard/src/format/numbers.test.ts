import { describe, expect, it } from 'vitest';
import * as N from './numbers';

/** What a person sees: no-break spaces as spaces, word joiners gone. */
const seen = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '');

const table = <A extends unknown[]>(write: (...args: A) => string, rows: [...A, string][]) => {
  for (const row of rows) {
    const expected = row.at(-1) as string;
    const args = row.slice(0, -1) as unknown as A;
    it(`${JSON.stringify(args)} is written ${expected}`, () => expect(seen(write(...args))).toBe(expected));
  }
};

describe('a rate', () => {
  table(
    (v: number) => N.percent(v),
    [
      [0.962, '96.2 %'],
      [0.7349, '73.5 %'],
      [1, '100 %'],
      [0, '0 %'],
      [0.9996, '100.0 %'],
    ],
  );
  table(N.halfWidth, [[0.954, 0.97, '±0.8']]);
  table(N.bounds, [[0.631, 0.818, '63.1 – 81.8']]);
  table(N.objective, [
    [0.98, '98 %'],
    [0.995, '99.5 %'],
  ]);
});

describe('a difference', () => {
  table(N.points, [
    [-0.247, '−24.7 pts'],
    [0.021, '+2.1 pts'],
    [0, '0.0 pts'],
    [-0.0001, '0.0 pts'],
  ]);
  table(N.signedBounds, [[-0.032, 0.026, '−3.2 to +2.6']]);
});

describe('a duration', () => {
  table(N.duration, [
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [9, '9 ms'],
    [99.4, '99 ms'],
    [99.6, '0.10 s'],
    [420, '0.42 s'],
    [3420, '3.42 s'],
    [9994, '9.99 s'],
    [9996, '10.0 s'],
    [12_400, '12.4 s'],
    [59_960, '1 min'],
    [84_000, '1 min 24 s'],
    [3_599_600, '1 h'],
    [18_000_000, '5 h'],
    [19_800_000, '5 h 30 min'],
    [90_000_000, '1 d 1 h'],
  ]);
  table(N.latency, [
    [800, '0.80 s'],
    [3900, '3.9 s'],
    [12_400, '12.4 s'],
    [84_000, '1 min 24 s'],
  ]);
  table(N.roughly, [
    [4_000, '4 s'],
    [3_300_000, '55 min'],
    [18_000_000, '5 h'],
    [200_000_000, '2 d'],
  ]);
  table(N.age, [
    [400, '0.4 s'],
    [14_000, '14 s'],
  ]);
  table(N.elapsed, [
    [400, '0 s'],
    [2_400, '2 s'],
    [84_000, '1 min 24 s'],
  ]);
});

describe('tokens and counts', () => {
  table(N.tokens, [
    [1842, '1,842'],
    [99_999, '99,999'],
    [100_000, '0.10 M'],
    [1_240_000, '1.24 M'],
  ]);
  table(
    (n: number) => N.plural(n, 'run'),
    [
      [1, '1 run'],
      [2418, '2,418 runs'],
    ],
  );
  table(N.numberWord, [
    [4, 'four'],
    [40, '40'],
  ]);
});

describe('money', () => {
  table(N.moneyPerRun, [
    ['0.0184', '$0.0184'],
    ['0.01835', '$0.0184'],
    ['0', '$0.0000'],
    ['0.000000420', '<$0.0001'],
    ['1.5', '$1.50'],
    ['0.99999', '$1.00'],
    ['1234.5', '$1,234.50'],
  ]);
  table(N.moneyLedger, [['2391.84', '$2,391.84']]);
  table(N.moneySum, [
    ['3012.4', '$3,012'],
    ['39.6042', '$39.60'],
    ['0.0412', '$0.0412'],
    ['0', '$0.00'],
    ['-12.5', '−$12.50'],
  ]);
  it('keeps digits that a float would lose', () =>
    expect(N.moneyLedger('90071992547409931.07')).toBe('$90,071,992,547,409,931.07'));
  it('reads exponents', () => expect(N.moneyPerRun('1.84E-2')).toBe('$0.0184'));
  it('refuses what is no decimal', () => expect(() => N.roundDecimal('12,5', 2)).toThrow('not a decimal'));
});

describe('text', () => {
  it('cuts ids in the middle', () =>
    expect(N.shortId('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf92f35…4736'));
  it('cuts at the end, at a word', () => expect(N.cut('one two three four', 14)).toBe('one two three…'));
  it('writes a side of the tokens that was not sent as unknown', () => {
    expect(N.tokenPair(1842, 298)).toBe('1,842 → 298');
    expect(N.tokenPair(1842, null)).toBe('1,842 → –');
  });
  it('never breaks a number from its unit', () => expect(N.percent(0.962)).not.toContain(' '));
});

it('reads a power of ten in either direction', () => {
  expect(N.roundDecimal('1.25e3', 1)).toEqual({ negative: false, whole: '1250', part: '0' });
  expect(N.roundDecimal('-4.2e-3', 4)).toEqual({ negative: true, whole: '0', part: '0042' });
});

describe('a sum of decimal strings', () =>
  table(N.addDecimals, [
    ['0.1', '0.2', '0.3'],
    ['0', '0', '0'],
    ['1.999999999', '0.000000001', '2'],
    ['12345678901234567890.5', '0.25', '12345678901234567890.75'],
    ['1e-9', '5', '5.000000001'],
  ]));
