import type { Rate } from '@/api/types';
import { clamp, linear } from './scale';

/** Dot, interval and objective on one axis: for every rate that stands beside others. */
export function ForestRow({
  rate,
  from,
  objective,
  bad,
  width = 100,
}: {
  rate: Rate;
  /** The lower end of the axis; the upper one is 1. */
  from: number;
  objective: number | null;
  bad: boolean;
  width?: number;
}) {
  if (rate.value === null || rate.low === null || rate.high === null)
    return <svg width={width} height="18" aria-hidden="true" />;
  const x = linear(from, 1, 4, width - 4);
  const at = (v: number) => x(clamp(v, from, 1));
  const tone = bad ? 'var(--bad-fill)' : 'var(--edge)';
  return (
    <svg width={width} height="18" className="block" aria-hidden="true">
      <line x1="4" x2={width - 4} y1="9" y2="9" stroke="var(--grid)" />
      {objective !== null && (
        <line
          x1={at(objective)}
          x2={at(objective)}
          y1="3"
          y2="15"
          stroke="var(--ink-3)"
          strokeDasharray="1 2"
        />
      )}
      <rect
        x={at(rate.low)}
        y="5"
        width={Math.max(3, at(rate.high) - at(rate.low))}
        height="8"
        rx="4"
        fill={tone}
        opacity=".45"
      />
      <circle cx={at(rate.value)} cy="9" r="3.5" fill={bad ? 'var(--bad-fill)' : 'var(--ink-2)'} />
    </svg>
  );
}
