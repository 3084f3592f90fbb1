import type { Change } from '@/api/types';
import { shortChange } from '@/ui/changes';
import { linear } from './scale';

export interface Mark {
  at: number;
  label: string;
  title: string;
}

export const marksOf = (changes: Change[], from: number, to: number, withAgent: boolean): Mark[] =>
  changes
    .map((change) => ({ change, at: Date.parse(change.at) }))
    .filter(({ at, change }) => at > from && at < to && !(withAgent && change.kind === 'first_seen'))
    .sort((a, b) => Math.abs(b.change.difference?.value ?? 0) - Math.abs(a.change.difference?.value ?? 0))
    .slice(0, 12)
    .map(({ change, at }) => ({
      at,
      label: withAgent ? `${change.agent.name} ${shortChange(change)}` : shortChange(change),
      title: `${change.agent.name}: ${shortChange(change)}`,
    }));

const CHARACTER_PX = 6.1;

/** Changes as lines through all charts of a page; labels that would touch another are left to the hover. */
export function ChangeMarks({
  marks,
  from,
  to,
  width,
  height,
  labelY = 11,
  top = 15,
}: {
  marks: Mark[];
  from: number;
  to: number;
  width: number;
  height: number;
  labelY?: number;
  top?: number;
}) {
  const x = linear(from, to, 0, width - 3);
  const taken: [number, number][] = [];
  return (
    <>
      {marks.map((mark) => {
        const at = x(mark.at);
        const half = (mark.label.length * CHARACTER_PX) / 2;
        const middle = Math.min(Math.max(at, half), Math.max(half, width - half));
        const fits = labelY > 0 && taken.every(([a, b]) => middle + half + 8 < a || middle - half - 8 > b);
        if (fits) taken.push([middle - half, middle + half]);
        return (
          <g key={`${mark.at}-${mark.label}`}>
            <line
              x1={at}
              x2={at}
              y1={top}
              y2={height}
              stroke="var(--accent)"
              strokeWidth="1"
              opacity={fits ? 1 : 0.55}
            >
              <title>{mark.title}</title>
            </line>
            {fits && (
              <text
                x={middle}
                y={labelY}
                textAnchor="middle"
                style={{ fill: 'var(--accent)', fontWeight: 600 }}
              >
                {mark.label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
