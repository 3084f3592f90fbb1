import type { Change } from '@/api/types';
import { cut } from '@/format/numbers';
import { since } from '@/format/time';
import { shortChange } from '@/ui/changes';
import { useZone } from '@/ui/values';
import { linear, type Scale } from './scale';

export interface Mark {
  at: number;
  label: string;
  title: string;
}

/** A change whose difference is clear comes before one that may be chance; then the newest first. */
const clear = ({ difference: d }: Change) => (d && (d.low > 0 || d.high < 0) ? Math.abs(d.value) : 0);

export const marksOf = (changes: Change[], from: number, to: number, withAgent: boolean): Mark[] =>
  changes
    .map((change) => ({ change, at: Date.parse(change.at) }))
    .filter(({ at, change }) => at > from && at < to && !(withAgent && change.kind === 'first_seen'))
    .sort((a, b) => clear(b.change) - clear(a.change) || b.at - a.at)
    .map(({ change, at }) => ({
      at,
      label: withAgent ? `${change.agent.name} ${shortChange(change)}` : shortChange(change),
      title: `${change.agent.name}: ${shortChange(change)}`,
    }));

const CHARACTER_PX = 6.1;
/** Marks nearer than this are drawn as one. */
const NEAR_PX = 30;

/** Marks that would crowd each other, as one: the first of them lends its place and its name. */
export function gather(marks: Mark[], x: Scale): Mark[][] {
  const groups: Mark[][] = [];
  for (const mark of marks) {
    const near = groups.find(([first]) => first && Math.abs(x(first.at) - x(mark.at)) < NEAR_PX);
    if (near) near.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

/**
 * Changes as lines through all charts of a page; near ones are one line with a count, and labels that would touch
 * another are left to the hover.
 */
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
  const zone = useZone();
  const x = linear(from, to, 0, width - 3);
  const taken: [number, number][] = [];
  return (
    <>
      {gather(marks, x).map((group) => {
        const mark = group[0] as Mark;
        const at = x(mark.at);
        const label = cut(mark.label, 40) + (group.length > 1 ? ` +${group.length - 1}` : '');
        const title = group
          .toSorted((a, b) => a.at - b.at)
          .map((each) => `${since(each.at, zone, to)} ${each.title}`)
          .join('\n');
        const half = (label.length * CHARACTER_PX) / 2;
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
              <title>{title}</title>
            </line>
            {labelY > 0 && (
              <rect x={at - 6} y="0" width="12" height={top + 16} fill="none" pointerEvents="all">
                <title>{title}</title>
              </rect>
            )}
            {fits && (
              <text
                x={middle}
                y={labelY}
                textAnchor="middle"
                style={{ fill: 'var(--accent)', fontWeight: 600 }}
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
