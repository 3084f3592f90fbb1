'use client';

import { useState } from 'react';
import type { Histogram as Data } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { clock } from '@/format/time';
import { useTimeTicks, useZone } from '@/ui/values';
import { countScale } from './bars';
import { useBrush } from './brush';
import { ChangeMarks, type Mark } from './ChangeMarks';
import { CountBars } from './CountBars';
import { linear } from './scale';
import { useWidth } from './size';

const LEFT = 42;
const BOTTOM = 18;
const TOP = 18;

/** Runs over time as bars from zero, failed ones in red on top; drawing over it chooses a time range. */
export function Histogram({
  data,
  marks,
  height = 104,
  onBrush,
}: {
  data: Data;
  marks: Mark[];
  height?: number;
  onBrush?: (from: string, to: string) => void;
}) {
  const zone = useZone();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [pointer, setPointer] = useState<number | null>(null);
  const from = Date.parse(data.from);
  const to = Date.parse(data.to);
  const inner = Math.max(10, width - LEFT);
  const x = linear(from, to, LEFT, LEFT + inner);
  const back = linear(LEFT, LEFT + inner, from, to);
  const times = useTimeTicks(from, to, Math.max(2, Math.floor(inner / 90)));
  const bars = data.points.map((p) => ({ at: Date.parse(p.at), value: p.executions, failed: p.failed }));
  const { ticks, y, cap } = countScale(
    bars.map((bar) => bar.value),
    height - BOTTOM,
    TOP,
  );
  const step = Math.max(1.5, (data.stepMs / Math.max(1, to - from)) * inner);
  const { brush, place, handlers } = useBrush(
    LEFT,
    LEFT + inner,
    onBrush && ((a, b) => onBrush(new Date(back(a)).toISOString(), new Date(back(b)).toISOString())),
  );
  const under =
    pointer === null
      ? null
      : data.points.find((p) => {
          const at = Date.parse(p.at);
          return back(pointer) >= at && back(pointer) < at + data.stepMs;
        });
  return (
    <div ref={ref} className="relative">
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${plural(data.total, 'run')} from ${clock(from, zone)} to ${clock(to, zone)}, ${count(data.failed)} failed`}
          className={`chart block overflow-visible ${onBrush ? 'cursor-crosshair' : ''}`}
          {...handlers}
          onPointerMove={(event) => {
            setPointer(place(event));
            handlers.onPointerMove(event);
          }}
          onPointerLeave={() => setPointer(null)}
        >
          {ticks.map((t) => (
            <g key={t}>
              <line x1={LEFT} x2={width} y1={y(t)} y2={y(t)} stroke="var(--grid)" />
              <text x={LEFT - 8} y={y(t) + 3.5} textAnchor="end">
                {count(t)}
              </text>
            </g>
          ))}
          <CountBars
            bars={bars}
            x={x}
            left={LEFT}
            right={LEFT + inner}
            y={y}
            cap={cap}
            width={Math.max(1, step - (step > 4 ? 2 : 0.5))}
            failedAt="top"
          />
          {times.map((t) => (
            <text key={t.at} x={x(t.at)} y={height - 3} textAnchor="middle">
              {t.label}
            </text>
          ))}
          <g transform={`translate(${LEFT} 0)`}>
            <ChangeMarks
              marks={marks}
              from={from}
              to={to}
              width={inner + 3}
              height={height - BOTTOM}
              labelY={8}
              top={11}
            />
          </g>
          {brush && (
            <rect
              x={Math.min(...brush)}
              width={Math.abs(brush[1] - brush[0])}
              y={TOP}
              height={height - BOTTOM - TOP}
              fill="var(--accent)"
              opacity=".14"
            />
          )}
          {pointer !== null && !brush && (
            <line x1={pointer} x2={pointer} y1={TOP} y2={height - BOTTOM} stroke="var(--ink-3)" />
          )}
        </svg>
      )}
      {under && !brush && pointer !== null && (
        <div
          className="float pointer-events-none absolute top-0 px-2 py-1 text-11 whitespace-nowrap text-ink-2"
          style={pointer > width / 2 ? { right: width - pointer + 10 } : { left: pointer + 10 }}
        >
          {clock(under.at, zone)} · {plural(under.executions, 'run')}
          {under.failed > 0 && <span className="text-bad"> · {count(under.failed)} failed</span>}
          {under.unknown > 0 && ` · ${count(under.unknown)} not known`}
        </div>
      )}
    </div>
  );
}
