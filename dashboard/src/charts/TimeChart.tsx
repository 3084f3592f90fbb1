'use client';

import type { PointerEvent, ReactNode } from 'react';
import { useTimeTicks } from '@/ui/values';
import type { CountBar } from './bars';
import { useBrush } from './brush';
import { ChangeMarks, type Mark } from './ChangeMarks';
import { CountBars } from './CountBars';
import { RateLine } from './RateLine';
import { clamp, linear, linePath, stretches } from './scale';
import { useWidth } from './size';
import type { RateWindow } from './windows';

export interface TimePoint {
  at: number;
  value: number;
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
  series?: Series[];
  /** A rate with its interval. */
  rate?: (RateWindow | null)[];
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
  /** Counts with their failed part; what is above the domain is cut. */
  bars?: CountBar[];
  /** Drawing over the chart chooses a time. */
  onBrush?: (from: number, to: number) => void;
  stepMs?: number;
}

const LEFT = 52;
const RIGHT = 6;

/** One chart of a page whose charts share their time axis, their marks and their crosshair. */
export function TimeChart(props: TimeChartProps) {
  const { title, sub, value, label, from, to, domain, ticks, format, marks, height, pointer } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const top = props.showMarkLabels ? 20 : 12;
  const bottom = props.showAxis ? 20 : 8;
  const right = Math.max(LEFT + 1, width - RIGHT);
  const x = linear(from, to, LEFT, right);
  const back = linear(LEFT, right, from, to);
  const y = linear(domain[0], domain[1], height - bottom, top);
  const times = useTimeTicks(from, to, Math.max(2, Math.floor(width / 90)));
  const inside = (v: number) => clamp(v, domain[0], domain[1]);
  const { onBrush } = props;
  const { brush, place, handlers } = useBrush(LEFT, right, onBrush && ((a, b) => onBrush(back(a), back(b))));
  const move = (event: PointerEvent<SVGSVGElement>) => {
    handlers.onPointerMove(event);
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    props.onPointer(left >= LEFT && left <= right ? back(place(event)) : null);
  };
  const draw = (points: TimePoint[], tone: string, key: string) => {
    const first = points[0];
    if (!first) return null;
    return points.length === 1 ? (
      <circle key={key} cx={x(first.at)} cy={y(inside(first.value))} r="2" fill={`var(--${tone})`} />
    ) : (
      <path
        key={key}
        d={`M${linePath(points.map((p) => [x(p.at), y(inside(p.value))]))}`}
        fill="none"
        stroke={`var(--${tone})`}
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    );
  };
  const step = ((props.stepMs ?? 0) / Math.max(1, to - from)) * (right - LEFT);
  return (
    <div className="border-b border-line px-3.5 pt-2 last:border-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <h2 className="font-semibold whitespace-nowrap">{title}</h2>
        <span className="order-1 basis-full text-11 text-ink-3 sm:order-none sm:min-w-0 sm:flex-1 sm:basis-0 sm:truncate">
          {sub}
        </span>
        <span className="whitespace-nowrap">{value}</span>
      </div>
      <div ref={ref} style={{ height }}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={label}
            className={`chart block overflow-visible ${onBrush ? 'cursor-crosshair' : ''}`}
            {...handlers}
            onPointerMove={move}
            onPointerLeave={() => props.onPointer(null)}
          >
            {ticks.map((t) => (
              <g key={t}>
                <line x1={LEFT} x2={right} y1={y(t)} y2={y(t)} stroke="var(--grid)" />
                <text x={LEFT - 8} y={y(t) + 3.5} textAnchor="end">
                  {format(t)}
                </text>
              </g>
            ))}
            {props.objective !== null && props.objective !== undefined && props.objective <= domain[1] && (
              <line
                x1={LEFT}
                x2={right}
                y1={y(inside(props.objective))}
                y2={y(inside(props.objective))}
                stroke="var(--ink-3)"
                strokeDasharray="2 3"
              />
            )}
            {props.bars && (
              <CountBars
                bars={props.bars.filter((bar) => bar.at >= from - (props.stepMs ?? 0) && bar.at <= to)}
                x={x}
                left={LEFT}
                right={right}
                y={y}
                cap={domain[1]}
                width={Math.max(1, step - (step > 4 ? 1.5 : 0.5))}
                failedAt="base"
              />
            )}
            {props.rate && (
              <RateLine
                windows={props.rate}
                x={(at) => Math.max(LEFT, x(at))}
                y={y}
                floor={domain[0]}
                badFrom={props.badFrom ?? null}
              />
            )}
            {props.series?.map((series, s) =>
              stretches(series.points).map((run) =>
                draw(
                  run.map((p) => p.value),
                  series.tone,
                  `${s}-${run[0]?.at}`,
                ),
              ),
            )}
            <g transform={`translate(${LEFT} 0)`}>
              <ChangeMarks
                marks={marks}
                from={from}
                to={to}
                width={right - LEFT + 3}
                height={height - bottom}
                labelY={props.showMarkLabels ? 10 : -1}
                top={props.showMarkLabels ? 14 : 0}
              />
            </g>
            {brush && (
              <rect
                x={Math.min(...brush)}
                width={Math.abs(brush[1] - brush[0])}
                y={top}
                height={height - bottom - top}
                fill="var(--accent)"
                opacity=".14"
              />
            )}
            {pointer !== null && !brush && (
              <line x1={x(pointer)} x2={x(pointer)} y1={top} y2={height - bottom} stroke="var(--ink-3)" />
            )}
            {props.showAxis &&
              times.map((t) => (
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
