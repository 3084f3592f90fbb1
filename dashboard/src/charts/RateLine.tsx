import { bandPath, clamp, linePath, type Scale, stretches } from './scale';
import type { RateWindow } from './windows';

type Point = [x: number, y: number];

interface Drawn {
  at: number;
  value: number;
  low: number;
  high: number;
}

/** Each window at its end, when it was known; one that stands alone is drawn over its whole length. */
const drawnOf = (run: RateWindow[]): Drawn[] => {
  const at = (window: RateWindow, time: number): Drawn => ({
    at: time,
    value: window.rate.value ?? 0,
    low: window.rate.low ?? window.rate.value ?? 0,
    high: window.rate.high ?? window.rate.value ?? 0,
  });
  const first = run[0];
  const points = run.map((window) => at(window, window.to));
  return first ? [at(first, first.from), ...points] : points;
};

/** What is before `badFrom` and what is after it: the line turns exactly there, and falls only after it. */
function parts(points: Drawn[], badFrom: number | null): { before: Drawn[]; after: Drawn[] } {
  if (badFrom === null) return { before: points, after: [] };
  const before = points.filter((p) => p.at <= badFrom);
  const after = points.filter((p) => p.at > badFrom);
  const last = before.at(-1);
  if (!last || after.length === 0) return { before, after };
  const turn = { ...last, at: badFrom };
  return { before: [...before, turn], after: [turn, ...after] };
}

/**
 * A rate over time: a line, its interval as a quiet band between two thin lines. What follows `badFrom` is drawn as
 * wrong; what was before stays grey.
 */
export function RateLine({
  windows,
  x,
  y,
  floor,
  badFrom,
  width = 1.6,
  end = false,
}: {
  windows: (RateWindow | null)[];
  x: Scale;
  y: Scale;
  /** The lower end of the axis. */
  floor: number;
  badFrom: number | null;
  width?: number;
  /** A dot on the newest value. */
  end?: boolean;
}) {
  const inside = (v: number) => y(clamp(v, floor, 1));
  const draw = (points: Drawn[], tone: string, key: string) => {
    if (points.length < 2) return null;
    const line = (read: (p: Drawn) => number): Point[] => points.map((p) => [x(p.at), inside(read(p))]);
    const upper = line((p) => p.high);
    const lower = line((p) => p.low);
    return (
      <g key={key} fill="none" stroke={`var(--${tone})`} strokeLinejoin="round">
        <path
          d={bandPath(upper, lower)}
          fill={`var(--${tone})`}
          stroke="none"
          opacity="calc(var(--band) * 0.55)"
        />
        <path d={`M${linePath(upper)}`} strokeWidth="0.7" opacity=".35" />
        <path d={`M${linePath(lower)}`} strokeWidth="0.7" opacity=".35" />
        <path className="value" d={`M${linePath(line((p) => p.value))}`} strokeWidth={width} />
      </g>
    );
  };
  const last = windows.findLast((window) => window !== null);
  return (
    <>
      {stretches(windows).map((run) => {
        const { before, after } = parts(drawnOf(run.map((p) => p.value)), badFrom);
        return [draw(before, 'ink-2', `b${run[0]?.at}`), draw(after, 'bad-fill', `a${run[0]?.at}`)];
      })}
      {end && last && (
        <circle
          cx={x(last.to)}
          cy={inside(last.rate.value ?? 0)}
          r="2.5"
          fill={badFrom !== null && last.to > badFrom ? 'var(--bad-fill)' : 'var(--ink-2)'}
        />
      )}
    </>
  );
}
