import type { RibbonPoint } from '@/api/types';
import { RateLine } from './RateLine';
import { clamp, linear, linePath, stretches } from './scale';
import { type RateWindow, windowsOf } from './windows';

/** The windows of a ribbon: as many runs in each as a rate needs. */
export function ribbonWindows(
  points: RibbonPoint[],
  axis: { from: number; to: number },
  splitAt: number | null,
): (RateWindow | null)[] {
  const starts = points.map((point) => Date.parse(point.at));
  const step = starts.length > 1 ? (starts[1] ?? 0) - (starts[0] ?? 0) : 0;
  const within = points.filter((_, i) => {
    const start = starts[i] ?? 0;
    return start + step >= axis.from && start <= axis.to;
  });
  return windowsOf(within, step, axis, splitAt);
}

/** The common lower end of all ribbons of a page: one axis, so that they can be compared. */
export function ribbonFloor(ribbons: (RateWindow | null)[][]): number {
  let low = 1;
  for (const window of ribbons.flat()) {
    const { value, low: bound } = window?.rate ?? { value: null, low: null };
    if (value !== null && bound !== null) low = Math.min(low, value - (value - bound) * 0.6);
  }
  return clamp(Math.floor(low * 10) / 10, 0, 0.9);
}

export interface RibbonProps {
  windows: (RateWindow | null)[];
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
export function Ribbon({ windows, from, to, width, height, floor, objective, badFrom = null }: RibbonProps) {
  const x = linear(from, to, 0, width - 3);
  const y = linear(floor, 1, height - 6, 6);
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
      <RateLine
        windows={windows}
        x={(at) => clamp(x(at), 0, width - 3)}
        y={y}
        floor={floor}
        badFrom={badFrom}
        width={1.5}
        end
      />
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
