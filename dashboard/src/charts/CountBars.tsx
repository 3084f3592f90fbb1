import { count } from '@/format/numbers';
import { type CountBar, drawnBar, peaksOf } from './bars';
import type { Scale } from './scale';

/** As wide as the count of a peak may be, and how far from its bar it stands. */
const LABEL_PX = 40;
const LABEL_GAP_PX = 4;

/**
 * Counts over time as bars from zero, the failed part of each in red and in true proportion. How high a bar goes that is
 * cut stands beside it, where the others are low.
 */
export function CountBars({
  bars,
  x,
  y,
  cap,
  width: full,
  left: start,
  right: end,
  failedAt,
}: {
  bars: CountBar[];
  x: Scale;
  y: Scale;
  cap: number;
  width: number;
  /** Where the chart begins and ends: what lies outside of it is not drawn. */
  left: number;
  right: number;
  failedAt: 'top' | 'base';
}) {
  const near = (last: number, next: number) => x(next) - x(last) - full < LABEL_PX + LABEL_GAP_PX;
  return (
    <>
      {bars.map((bar) => {
        const left = Math.max(start, x(bar.at));
        const width = Math.min(end, x(bar.at) + full) - left;
        if (bar.value === 0 || width <= 0) return null;
        const drawn = drawnBar(bar, y, cap, failedAt);
        return (
          <g key={bar.at}>
            <rect
              x={left}
              width={width}
              y={drawn.top}
              height={drawn.height}
              fill="var(--edge)"
              opacity=".72"
            />
            {drawn.failed && (
              <rect
                x={left}
                width={width}
                y={drawn.failed.top}
                height={drawn.failed.height}
                fill="var(--bad-fill)"
              />
            )}
            {drawn.tick && (
              <circle
                className="few"
                cx={left + width / 2}
                cy={drawn.top - 3}
                r="1.4"
                fill="var(--bad-fill)"
              />
            )}
            {drawn.cut && (
              <path
                className="cut"
                d={`M${left - 2} ${drawn.top + 8}l${width + 4} -4M${left - 2} ${drawn.top + 12}l${width + 4} -4`}
                stroke="var(--bg-1)"
                strokeWidth="2"
              />
            )}
          </g>
        );
      })}
      {peaksOf(bars, cap, near).map(({ first, last, highest }) => {
        const before = x(first) - LABEL_GAP_PX;
        const fits = before - LABEL_PX > start;
        return (
          <text
            key={first}
            x={fits ? before : x(last) + full + LABEL_GAP_PX}
            y={y(cap) + 8}
            textAnchor={fits ? 'end' : 'start'}
          >
            {count(highest)}
          </text>
        );
      })}
    </>
  );
}
