'use client';

import { type PointerEvent, useState } from 'react';
import type { Histogram as Data } from '@/api/types';
import { plural } from '@/format/numbers';
import { clock, timeTicks } from '@/format/time';
import { useZone } from '@/ui/values';
import { ChangeMarks, type Mark } from './ChangeMarks';
import { linear, ticksTo } from './scale';
import { useWidth } from './size';

const LEFT = 30;
const BOTTOM = 18;
const TOP = 14;

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
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const [pointer, setPointer] = useState<number | null>(null);
  const from = Date.parse(data.from);
  const to = Date.parse(data.to);
  const inner = Math.max(10, width - LEFT);
  const x = linear(from, to, LEFT, LEFT + inner);
  const back = linear(LEFT, LEFT + inner, from, to);
  const max = Math.max(1, ...data.points.map((p) => p.executions));
  const ticks = ticksTo(max, 3).filter((t) => Number.isInteger(t));
  const y = linear(0, Math.max(max, ticks.at(-1) ?? 1), height - BOTTOM, TOP);
  const step = Math.max(1.5, (data.stepMs / Math.max(1, to - from)) * inner);
  const bar = Math.max(1, step - (step > 4 ? 2 : 0.5));
  const place = (event: PointerEvent<SVGSVGElement>) =>
    Math.min(LEFT + inner, Math.max(LEFT, event.clientX - event.currentTarget.getBoundingClientRect().left));
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
          aria-label={`${plural(data.total, 'run')} from ${clock(from, zone)} to ${clock(to, zone)}, ${data.failed} failed`}
          className={`block overflow-visible ${onBrush ? 'cursor-crosshair' : ''}`}
          style={{ touchAction: 'pan-y' }}
          onPointerDown={(event) => {
            if (!onBrush || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setBrush([place(event), place(event)]);
          }}
          onPointerMove={(event) => {
            setPointer(place(event));
            if (brush) setBrush([brush[0], place(event)]);
          }}
          onPointerLeave={() => setPointer(null)}
          onPointerCancel={() => setBrush(null)}
          onPointerUp={() => {
            if (brush && Math.abs(brush[1] - brush[0]) > 4) {
              const [a, b] = brush[0] < brush[1] ? brush : [brush[1], brush[0]];
              onBrush?.(new Date(back(a)).toISOString(), new Date(back(b)).toISOString());
            }
            setBrush(null);
          }}
        >
          {ticks.map((t) => (
            <g key={t}>
              <line x1={LEFT} x2={width} y1={y(t)} y2={y(t)} stroke="var(--grid)" />
              <text x={LEFT - 8} y={y(t) + 3.5} textAnchor="end">
                {t}
              </text>
            </g>
          ))}
          {data.points.map((p) => {
            const at = x(Date.parse(p.at));
            const split = y(p.executions - p.failed);
            return p.executions === 0 ? null : (
              <g key={p.at}>
                <rect
                  x={at}
                  width={bar}
                  y={split}
                  height={height - BOTTOM - split}
                  fill="var(--edge)"
                  opacity=".75"
                />
                {p.failed > 0 && (
                  <rect
                    x={at}
                    width={bar}
                    y={y(p.executions)}
                    height={Math.max(2, split - y(p.executions) - 0.5)}
                    fill="var(--bad-fill)"
                  />
                )}
              </g>
            );
          })}
          {timeTicks(from, to, Math.max(2, Math.floor(inner / 90)), zone).map((t) => (
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
          {under.failed > 0 && <span className="text-bad"> · {under.failed} failed</span>}
          {under.unknown > 0 && ` · ${under.unknown} not known`}
        </div>
      )}
    </div>
  );
}
