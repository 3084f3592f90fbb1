/** A span of time as the address carries it: `from` and `to`, each RFC 3339 or relative such as `-6h`. */
export interface Range {
  from: string;
  to: string | null;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The moment that a bound means at `now`, or null where it is not a time. */
export function moment(bound: string | null | undefined, now: number): number | null {
  if (!bound) return null;
  const relative = /^-(\d+)([smhd])$/.exec(bound);
  if (relative) return now - Number(relative[1]) * UNIT_MS[relative[2] as keyof typeof UNIT_MS];
  const parsed = Date.parse(bound);
  return Number.isNaN(parsed) ? null : parsed;
}

/** Absolute bounds of a range at `now`. An open end is left out of the query, so the server's clock decides. */
export function absolute(range: Range, now: number): { from: string | undefined; to: string | undefined } {
  const from = moment(range.from, now);
  const to = moment(range.to, now);
  return {
    from: from === null ? undefined : new Date(from).toISOString(),
    to: to === null ? undefined : new Date(to).toISOString(),
  };
}

/** Where the range of a page begins as long as nobody chose one: the same on every page. */
export const DEFAULT_FROM = '-6h';

export const PRESETS: { from: string; label: string; short: string }[] = [
  { from: '-15m', label: 'Last 15 minutes', short: '15 min' },
  { from: '-1h', label: 'Last hour', short: '1 h' },
  { from: '-6h', label: 'Last 6 hours', short: '6 h' },
  { from: '-24h', label: 'Last 24 hours', short: '24 h' },
  { from: '-7d', label: 'Last 7 days', short: '7 d' },
  { from: '-30d', label: 'Last 30 days', short: '30 d' },
];

/** `6 h`, the length of a range in words. */
export function lengthOf(range: Range): string {
  if (range.to === null) {
    const preset = PRESETS.find((p) => p.from === range.from);
    if (preset) return preset.short;
    const relative = /^-(\d+)([smhd])$/.exec(range.from);
    if (relative) return `${relative[1]} ${relative[2] === 'm' ? 'min' : relative[2]}`;
  }
  return 'this range';
}
