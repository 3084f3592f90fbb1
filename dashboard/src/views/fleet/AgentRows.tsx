'use client';

import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStops } from '@/api/govern';
import type { NeedsYou, RibbonPoint } from '@/api/types';
import { ChangeMarks, type Mark } from '@/charts/ChangeMarks';
import { ribbonFloor, ribbonWindows } from '@/charts/Ribbon';
import { linear } from '@/charts/scale';
import { percent } from '@/format/numbers';
import { clock } from '@/format/time';
import { stopOf } from '@/shell/stopped';
import { useTimeTicks, useZone } from '@/ui/values';
import { AgentRow } from './AgentRow';
import { type ColumnId, nextSort, type AgentRow as RowData, type Sort } from './columns';

export interface Axis {
  from: number;
  to: number;
}

const HEAD_PX = 31;
/** A tick nearer to the time under the pointer gives way to it. */
const NEAR_PX = 38;

/** The place of the ribbon column inside the table: marks and the crosshair run through it. */
function useColumn(rows: number) {
  const table = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ left: 0, width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = table.current;
    if (!element) return;
    const measure = () => {
      const cell = element.querySelector<HTMLElement>('.a-ribbon:not(.grid-head .a-ribbon)');
      if (!cell) return;
      const a = element.getBoundingClientRect();
      const b = cell.getBoundingClientRect();
      setBox({ left: Math.round(b.left - a.left), width: Math.floor(b.width), height: Math.round(a.height) });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rows]);
  return { table, box };
}

/** Rows keep their order while somebody points at them. */
function useCalmOrder(rows: RowData[]) {
  const [held, setHeld] = useState<string[] | null>(null);
  const ids = rows.map(({ agent }) => agent.id);
  const rank = new Map((held ?? ids).map((id, i) => [id, i]));
  const place = ({ agent }: RowData) => rank.get(agent.id) ?? rows.length;
  const shown = held ? rows.toSorted((a, b) => place(a) - place(b)) : rows;
  return {
    shown,
    changed: held !== null && shown.some(({ agent }, i) => agent.id !== ids[i]),
    hold: () => setHeld((before) => before ?? ids),
    release: () => setHeld(null),
  };
}

/** From when on the line of an agent is drawn as wrong: never before the change that is named beside it. */
function badFromOf(need: NeedsYou | undefined): number | null {
  if (need?.rule !== 'below_objective' || need.severity !== 'failing' || !need.since) return null;
  return Date.parse(need.since);
}

const HEADS: { id: ColumnId; label: (range: string, pointed: string | null) => string; className: string }[] =
  [
    { id: 'success', label: (_, pointed) => `Success, ${pointed ?? '1 h'}`, className: 'a-success' },
    { id: 'p95', label: () => 'Latency p95', className: 'a-lat' },
    { id: 'cost', label: (range) => `Cost, ${range}`, className: 'a-sum' },
    { id: 'costPerSuccess', label: () => 'Cost / success', className: 'a-cost' },
    { id: 'runs', label: () => 'Runs / h', className: 'a-rph' },
    { id: 'tokens', label: () => 'Tokens / run', className: 'a-tok' },
    { id: 'prompt', label: () => 'Prompt', className: 'a-ver left' },
    { id: 'seen', label: () => 'Seen', className: 'a-seen' },
  ];

function Head({
  id,
  label,
  className,
  sort,
  onSort,
}: {
  id: ColumnId;
  label: string;
  className: string;
  sort: Sort | null;
  onSort: (sort: string | null) => void;
}) {
  const here = sort?.by === id;
  return (
    <span
      role="columnheader"
      className={`${className} ${className.includes('left') ? '' : 'text-right'}`}
      aria-sort={here ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="sorter"
        data-on={here || undefined}
        onClick={() => onSort(nextSort(sort, id))}
      >
        {label}
        {here && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
      </button>
    </span>
  );
}

/** Agents as rows on one time axis; the marks of changes run through all of them. */
export function AgentRows({
  rows,
  ribbons,
  needs,
  axis,
  marks,
  now,
  range,
  sort,
  selected,
  onSort,
}: {
  rows: RowData[];
  ribbons: Map<string, RibbonPoint[] | null>;
  needs: NeedsYou[];
  axis: Axis;
  marks: Mark[];
  now: number;
  /** The length of the range, in words. */
  range: string;
  sort: Sort | null;
  /** The id of the agent that the keys are at. */
  selected: string | null;
  onSort: (sort: string | null) => void;
}) {
  const zone = useZone();
  const { table, box } = useColumn(rows.length);
  const { shown, changed, hold, release } = useCalmOrder(rows);
  const [pointer, setPointer] = useState<number | null>(null);
  const stops = useStops().data;
  const needOf = useMemo(() => new Map(needs.toReversed().map((need) => [need.agent.id, need])), [needs]);
  const windows = useMemo(
    () =>
      new Map(
        [...ribbons].map(([id, points]) => [
          id,
          ribbonWindows(points ?? [], axis, badFromOf(needOf.get(id))),
        ]),
      ),
    [ribbons, axis, needOf],
  );
  const floor = ribbonFloor(rows.map(({ agent }) => windows.get(agent.id) ?? []));
  const x = linear(axis.from, axis.to, 0, Math.max(1, box.width - 3));
  const ticks = useTimeTicks(axis.from, axis.to, Math.max(2, Math.floor(box.width / 62)));
  const pointed =
    pointer === null ? null : axis.from + (pointer / Math.max(1, box.width)) * (axis.to - axis.from);
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - box.left;
    setPointer(left >= 0 && left <= box.width ? left : null);
  };
  useEffect(() => {
    if (selected)
      table.current?.querySelector(`[data-agent="${selected}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [selected, table]);
  return (
    <section className="panel relative flex-none" aria-label="Agents">
      <div
        ref={table}
        role="table"
        aria-label={
          sort ? `Agents, sorted by ${sort.by}` : 'Agents, sorted by what is wrong, then by traffic'
        }
        className="relative"
        onPointerEnter={hold}
        onFocus={hold}
        onBlur={release}
        onPointerMove={onMove}
        onPointerLeave={() => {
          release();
          setPointer(null);
        }}
      >
        <div className="grid-head fleet-grid" role="row" style={{ height: HEAD_PX }}>
          <Head
            id="name"
            label="Agent"
            className="a-name left"
            sort={sort}
            onSort={(next) => {
              release();
              onSort(next);
            }}
          />
          <span role="columnheader" className="a-ribbon">
            <span className="sr-only">Success over time</span>
          </span>
          {HEADS.map((head) => (
            <Head
              key={head.id}
              {...head}
              label={head.label(range, pointed === null ? null : clock(pointed, zone))}
              sort={sort}
              onSort={(next) => {
                release();
                onSort(next);
              }}
            />
          ))}
        </div>
        {shown.map((row) => {
          const stop = stops ? stopOf(stops, row.agent.id) : null;
          return (
            <AgentRow
              key={row.agent.id}
              row={row}
              windows={windows.get(row.agent.id) ?? []}
              points={ribbons.get(row.agent.id) ?? null}
              need={needOf.get(row.agent.id)}
              axis={axis}
              width={box.width}
              floor={floor}
              now={now}
              badFrom={row.agent.status === 'failing' ? badFromOf(needOf.get(row.agent.id)) : null}
              selected={selected === row.agent.id}
              pointed={pointed}
              stopped={stop?.word ?? null}
              stoppedWhy={stop?.why ?? null}
            />
          );
        })}
        <svg
          className="only-wide pointer-events-none absolute top-0 z-3 overflow-visible"
          style={{ left: box.left }}
          width={box.width}
          height={box.height}
          aria-hidden="true"
        >
          {ticks
            .filter((tick) => pointer === null || Math.abs(x(tick.at) - pointer) > NEAR_PX)
            .map((tick) => (
              <text key={tick.at} x={x(tick.at)} y="25" textAnchor="middle">
                {tick.label}
              </text>
            ))}
          <ChangeMarks marks={marks} from={axis.from} to={axis.to} width={box.width} height={box.height} />
          {pointer !== null && pointed !== null && (
            <g>
              <line
                x1={pointer}
                x2={pointer}
                y1={HEAD_PX}
                y2={box.height}
                stroke="var(--ink-3)"
                strokeWidth="1"
              />
              <rect x={pointer - 19} y="15" width="38" height="15" rx="3" fill="var(--bg-3)" />
              <text x={pointer} y="26" textAnchor="middle" style={{ fill: 'var(--ink-1)' }}>
                {clock(pointed, zone)}
              </text>
            </g>
          )}
        </svg>
      </div>
      <p className="only-wide px-3.5 py-1.5 text-11 text-ink-3">
        Success from {percent(floor, 0)} to 100 %, windows of 20 runs or more; band: 95 % interval, dotted:
        objective
      </p>
      {changed && (
        <button type="button" className="btn sm absolute right-3 top-0.5 z-4" onClick={release}>
          Order changed
        </button>
      )}
    </section>
  );
}
