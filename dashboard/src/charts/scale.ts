/** The arithmetic of the charts. */

export type Scale = (value: number) => number;

export const linear =
  (from: number, to: number, a: number, b: number): Scale =>
  (value) =>
    to === from ? (a + b) / 2 : a + ((value - from) / (to - from)) * (b - a);

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

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

export const linePath = (points: [number, number][]): string => points.map(([x, y]) => `${f(x)} ${f(y)}`).join('L');

/** A closed band between an upper and a lower line. */
export const bandPath = (upper: [number, number][], lower: [number, number][]): string =>
  `M${linePath(upper)}L${linePath([...lower].reverse())}Z`;
