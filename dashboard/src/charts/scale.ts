/** The arithmetic of the charts. */

export type Scale = (value: number) => number;

export const linear =
  (from: number, to: number, a: number, b: number): Scale =>
  (value) =>
    to === from ? (a + b) / 2 : a + ((value - from) / (to - from)) * (b - a);

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** A round number of steps from zero that covers `max`: 0, 2.5, 5. */
export function ticksTo(max: number, wanted = 3): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / (wanted - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough) ?? 10) * power;
  const ticks = [];
  for (let k = 0; k * step < max + step * 0.999; k++) ticks.push(Number((k * step).toPrecision(10)));
  return ticks;
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  72e5, 216e5, 432e5, 864e5,
];

/** Round durations from zero to `length` milliseconds, about `wanted` of them. */
export function durationTicks(length: number, wanted = 4): number[] {
  const step = STEPS_MS.find((s) => length / s <= wanted) ?? 864e5 * Math.ceil(length / 864e5 / wanted);
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step);
}

/** Where a value over a window is drawn: at its end, when it was known, so that a fall follows what went before it. */
export const windowEnd = (start: number, lengthMs: number, now: number): number =>
  Math.max(start, Math.min(start + lengthMs, now));

/** Runs of neighbouring values: a gap in data is a gap in the line. */
export function stretches<T>(values: (T | null)[]): { at: number; value: T }[][] {
  const out: { at: number; value: T }[][] = [];
  let current: { at: number; value: T }[] = [];
  values.forEach((value, at) => {
    if (value !== null) current.push({ at, value });
    else if (current.length > 0) {
      out.push(current);
      current = [];
    }
  });
  if (current.length > 0) out.push(current);
  return out;
}

const f = (n: number) => (Math.round(n * 10) / 10).toString();

export const linePath = (points: [number, number][]): string =>
  points.map(([x, y]) => `${f(x)} ${f(y)}`).join('L');

/** A closed band between an upper and a lower line. */
export const bandPath = (upper: [number, number][], lower: [number, number][]): string =>
  `M${linePath(upper)}L${linePath([...lower].reverse())}Z`;
