import type { RibbonPoint } from '@/api/types';
import { bandPath, clamp, linear, linePath, stretches, windowEnd } from './scale';

/** Windows with fewer runs say nothing about a rate: they are gaps. */
const MIN_WINDOW_RUNS = 5;

interface Value {
  v: number;
  lo: number;
  hi: number;
}

const windowValue = (point: RibbonPoint): Value | null => {
  const { value, low, high, n } = point.successRate;
  return value === null || low === null || high === null || n < MIN_WINDOW_RUNS
    ? null
    : { v: value, lo: low, hi: high };
};

/** The common lower end of all ribbons of a page: one axis, so that they can be compared. */
export function ribbonFloor(ribbons: (RibbonPoint[] | null)[]): number {
  let low = 1;
  for (const ribbon of ribbons) {
    for (const point of ribbon ?? []) {
      const value = windowValue(point);
      if (value) low = Math.min(low, value.v - (value.v - value.lo) * 0.6);
    }
  }
  return clamp(Math.floor(low * 10) / 10, 0, 0.9);
}

export interface RibbonProps {
  points: RibbonPoint[];
  /** Start and end of the page's time axis. */
  from: number;
  to: number;
  width: number;
  height: number;
  floor: number;
  objective: number | null;
  /** From here on the line is drawn as wrong; what was before stays grey. */
  badFrom?: number | null;
}

/** A success rate in a table row: the interval as a band, the value as a line, the objective dotted. */
export function Ribbon({ points: all, from, to, width, height, floor, objective, badFrom }: RibbonProps) {
  const starts = all.map((point) => Date.parse(point.at));
  const step = starts.length > 1 ? (starts[1] ?? 0) - (starts[0] ?? 0) : 0;
  const ends = starts.map((start) => windowEnd(start, step, to));
  const within = ends.map((end, i) => end >= from && (starts[i] ?? 0) <= to);
  const points = all.filter((_, i) => within[i]);
  const x = linear(from, to, 0, width - 3);
  const y = linear(floor, 1, height - 6, 6);
  const at = ends.filter((_, i) => within[i]);
  const cl = (v: number) => clamp(v, floor, 1);
  const runs = stretches(points.map(windowValue));
  const last = runs.at(-1)?.at(-1);
  const draw = (run: { at: number; value: Value }[], tone: string, key: string) => {
    const first = run[0];
    if (!first) return null;
    const px = (i: number) => x(at[i] ?? from);
    if (run.length === 1) {
      return (
        <line
          key={key}
          x1={px(first.at)}
          x2={px(first.at)}
          y1={y(cl(first.value.hi))}
          y2={y(cl(first.value.lo))}
          stroke={`var(--${tone})`}
          strokeWidth="3"
          opacity="var(--band)"
        />
      );
    }
    const upper = run.map((p): [number, number] => [px(p.at), y(cl(p.value.hi))]);
    const lower = run.map((p): [number, number] => [px(p.at), y(cl(p.value.lo))]);
    const middle = run.map((p): [number, number] => [px(p.at), y(cl(p.value.v))]);
    return (
      <g key={key}>
        <path d={bandPath(upper, lower)} fill={`var(--${tone})`} opacity="var(--band)" />
        <path
          d={`M${linePath(middle)}`}
          fill="none"
          stroke={`var(--${tone})`}
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      </g>
    );
  };
  return (
    <svg width={width} height={height} className="block overflow-visible" aria-hidden="true">
      {objective !== null && objective >= floor && (
        <line
          x1="0"
          x2={width}
          y1={y(objective)}
          y2={y(objective)}
          stroke="var(--ink-3)"
          strokeDasharray="1 3"
        />
      )}
      {runs.map((run, k) => {
        if (!badFrom) return draw(run, 'ink-2', `r${k}`);
        const before = run.filter((p) => (at[p.at] ?? 0) <= badFrom);
        const after = run.filter((p) => (at[p.at] ?? 0) >= badFrom);
        const bridge = before.at(-1);
        if (bridge && after.length > 0 && after[0]?.at !== bridge.at) after.unshift(bridge);
        return [draw(before, 'ink-2', `a${k}`), draw(after, 'bad-fill', `b${k}`)];
      })}
      {last && (
        <circle
          cx={x(at[last.at] ?? to)}
          cy={y(cl(last.value.v))}
          r="2.5"
          fill={badFrom && (at[last.at] ?? 0) >= badFrom ? 'var(--bad-fill)' : 'var(--ink-2)'}
        />
      )}
    </svg>
  );
}

/** At most this many points: a sparkline is a shape, not a reading. */
const SPARK_POINTS = 26;

function thin(values: (number | null)[]): (number | null)[] {
  if (values.length <= SPARK_POINTS) return values;
  const size = values.length / SPARK_POINTS;
  return Array.from({ length: SPARK_POINTS }, (_, i) => {
    const part = values.slice(Math.floor(i * size), Math.floor((i + 1) * size)).filter((v) => v !== null);
    return part.sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? null;
  });
}

/** A small line beside its number; it shares the window of the number. */
export function Spark({
  values: all,
  width,
  height,
  tone = 'ink-3',
  limit,
}: {
  values: (number | null)[];
  width: number;
  height: number;
  tone?: string;
  /** Above it the line is drawn as a warning. */
  limit?: number | null;
}) {
  const values = thin(all);
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const max = Math.max(...known) * 1.15;
  const x = linear(0, values.length - 1, 0, width - 1);
  const y = linear(0, max, height - 2, 2);
  return (
    <svg width={width} height={height} className="block overflow-visible" aria-hidden="true">
      {stretches(values).map((run) => {
        const path = (part: typeof run) =>
          `M${linePath(part.map((p): [number, number] => [x(p.at), y(p.value)]))}`;
        const from = limit ? run.findIndex((_p, i) => run.slice(i).every((q) => q.value > limit)) : -1;
        const key = run[0]?.at;
        return (
          <g key={key} fill="none" strokeWidth="1.4" strokeLinejoin="round">
            <path d={path(from < 0 ? run : run.slice(0, from + 1))} stroke={`var(--${tone})`} />
            {from >= 0 && <path d={path(run.slice(Math.max(0, from - 1)))} stroke="var(--warn-fill)" />}
          </g>
        );
      })}
    </svg>
  );
}
