'use client';

import type { PointerEvent, ReactNode } from 'react';
import { timeTicks } from '@/format/time';
import { useZone } from '@/ui/values';
import { ChangeMarks, type Mark } from './ChangeMarks';
import { bandPath, clamp, linear, linePath, stretches } from './scale';
import { useWidth } from './size';

export interface TimePoint {
  at: number;
  value: number;
  low?: number | null;
  high?: number | null;
}

export interface Series {
  points: (TimePoint | null)[];
  tone: string;
}

export interface TimeChartProps {
  title: string;
  /** What the value on the right means, and the value itself. */
  sub?: ReactNode;
  value?: ReactNode;
  /** One sentence that says what the chart shows. */
  label: string;
  series: Series[];
  from: number;
  to: number;
  domain: [number, number];
  ticks: number[];
  format: (value: number) => string;
  objective?: number | null;
  marks: Mark[];
  showMarkLabels?: boolean;
  badFrom?: number | null;
  height: number;
  showAxis?: boolean;
  /** The shared crosshair of the page, as a time. */
  pointer: number | null;
  onPointer: (at: number | null) => void;
  bars?: { at: number; value: number; failed: number }[];
  stepMs?: number;
}

const LEFT = 48;
const RIGHT = 6;

/** One chart of a page whose charts share their time axis, their marks and their crosshair. */
export function TimeChart(props: TimeChartProps) {
  const { title, sub, value, label, from, to, domain, ticks, format, marks, height, pointer } = props;
  const zone = useZone();
  const [ref, width] = useWidth<HTMLDivElement>();
  const top = props.showMarkLabels ? 20 : 8;
  const bottom = props.showAxis ? 20 : 8;
  const x = linear(from, to, LEFT, Math.max(LEFT + 1, width - RIGHT));
  const y = linear(domain[0], domain[1], height - bottom, top);
  const inside = (v: number) => clamp(v, domain[0], domain[1]);
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const at = linear(LEFT, Math.max(LEFT + 1, width - RIGHT), from, to)(left);
    props.onPointer(at >= from && at <= to ? at : null);
  };
  const draw = (points: TimePoint[], tone: string, key: string) => {
    if (points.length === 0) return null;
    const first = points[0];
    if (points.length === 1 && first) {
      return <circle key={key} cx={x(first.at)} cy={y(inside(first.value))} r="2" fill={`var(--${tone})`} />;
    }
    const banded = points.filter(
      (p) => p.low !== null && p.low !== undefined && p.high !== null && p.high !== undefined,
    );
    return (
      <g key={key}>
        {banded.length === points.length && (
          <path
            d={bandPath(
              points.map((p) => [x(p.at), y(inside(p.high ?? p.value))]),
              points.map((p) => [x(p.at), y(inside(p.low ?? p.value))]),
            )}
            fill={`var(--${tone})`}
            opacity="var(--band)"
          />
        )}
        <path
          d={`M${linePath(points.map((p) => [x(p.at), y(inside(p.value))]))}`}
          fill="none"
          stroke={`var(--${tone})`}
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
      </g>
    );
  };
  const barWidth = Math.max(1, ((props.stepMs ?? 0) / Math.max(1, to - from)) * (width - LEFT - RIGHT) - 1.5);
  return (
    <div className="border-b border-line px-3.5 pt-2 last:border-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <h2 className="font-semibold whitespace-nowrap">{title}</h2>
        <span className="order-1 basis-full text-11 text-ink-3 sm:order-none sm:min-w-0 sm:flex-1 sm:basis-0 sm:truncate">
          {sub}
        </span>
        <span className="whitespace-nowrap">{value}</span>
      </div>
      <div ref={ref}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={label}
            className="block overflow-visible"
            onPointerMove={move}
            onPointerLeave={() => props.onPointer(null)}
          >
            {ticks.map((t) => (
              <g key={t}>
                <line x1={LEFT} x2={width - RIGHT} y1={y(t)} y2={y(t)} stroke="var(--grid)" />
                <text x={LEFT - 8} y={y(t) + 3.5} textAnchor="end">
                  {format(t)}
                </text>
              </g>
            ))}
            {props.objective !== null && props.objective !== undefined && props.objective <= domain[1] && (
              <line
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(inside(props.objective))}
                y2={y(inside(props.objective))}
                stroke="var(--ink-3)"
                strokeDasharray="2 3"
              />
            )}
            {props.bars?.map((bar) => (
              <g key={bar.at}>
                <rect
                  x={x(bar.at)}
                  width={barWidth}
                  y={y(bar.value)}
                  height={Math.max(0, height - bottom - y(bar.value))}
                  fill="var(--edge)"
                  opacity=".7"
                />
                {bar.failed > 0 && (
                  <rect
                    x={x(bar.at)}
                    width={barWidth}
                    y={y(bar.failed)}
                    height={Math.max(2, height - bottom - y(bar.failed))}
                    fill="var(--bad-fill)"
                  />
                )}
              </g>
            ))}
            {props.series.map((series, s) =>
              stretches(series.points).map((run, r) => {
                const points = run.map((p) => p.value);
                const key = `${s}-${r}`;
                const bad = props.badFrom;
                if (!bad || s > 0) return draw(points, series.tone, key);
                const before = points.filter((p) => p.at <= bad);
                const after = points.filter((p) => p.at >= bad);
                const bridge = before.at(-1);
                return (
                  <g key={key}>
                    {draw(before, series.tone, 'before')}
                    {draw(
                      bridge && after[0] !== bridge && after.length > 0 ? [bridge, ...after] : after,
                      'bad-fill',
                      'after',
                    )}
                  </g>
                );
              }),
            )}
            <g transform={`translate(${LEFT} 0)`}>
              <ChangeMarks
                marks={marks}
                from={from}
                to={to}
                width={width - LEFT - RIGHT + 3}
                height={height - bottom}
                labelY={props.showMarkLabels ? 10 : -1}
                top={props.showMarkLabels ? 14 : 0}
              />
            </g>
            {pointer !== null && (
              <line x1={x(pointer)} x2={x(pointer)} y1={top} y2={height - bottom} stroke="var(--ink-3)" />
            )}
            {props.showAxis &&
              timeTicks(from, to, Math.max(2, Math.floor(width / 90)), zone).map((t) => (
                <text key={t.at} x={x(t.at)} y={height - 4} textAnchor="middle">
                  {t.label}
                </text>
              ))}
          </svg>
        )}
      </div>
    </div>
  );
}
