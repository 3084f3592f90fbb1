import type { Difference } from '@/api/types';
import { linear } from './scale';

/** A difference with its interval, on an axis of its own around zero. */
export function DifferenceRow({
  difference,
  tone,
  width = 180,
}: {
  difference: Difference | null;
  /** Null: not clear. */
  tone: 'bad' | 'warn' | 'ok' | null;
  width?: number;
}) {
  if (!difference) return <svg width={width} height="18" aria-hidden="true" />;
  const { value, low, high } = difference;
  const reach = Math.max(Math.abs(low), Math.abs(high), 1e-12) * 1.15;
  const x = linear(-reach, reach, 4, width - 4);
  const fill = tone ? `var(--${tone}-fill)` : 'var(--edge)';
  return (
    <svg width={width} height="18" className="block" aria-hidden="true">
      <line x1={x(0)} x2={x(0)} y1="1" y2="17" stroke="var(--ink-3)" />
      <rect
        x={x(low)}
        y="5"
        width={Math.max(3, x(high) - x(low))}
        height="8"
        rx="4"
        fill={fill}
        opacity=".45"
      />
      <circle cx={x(value)} cy="9" r="3.5" fill={tone ? fill : 'var(--ink-2)'} />
    </svg>
  );
}
