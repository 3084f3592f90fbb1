'use client';

import Link from 'next/link';
import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Agent, NeedsYou, RibbonPoint } from '@/api/types';
import { ChangeMarks, type Mark } from '@/charts/ChangeMarks';
import { Ribbon, ribbonFloor, Spark } from '@/charts/Ribbon';
import { linear } from '@/charts/scale';
import { latency, MIN_RUNS, plural } from '@/format/numbers';
import { clock, timeTicks } from '@/format/time';
import { href } from '@/shell/address';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { Ago, Count, Interval, Money, Unknown, useZone } from '@/ui/values';

export interface Axis {
  from: number;
  to: number;
}

const HEAD_PX = 31;

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
function useCalmOrder(agents: Agent[]) {
  const [held, setHeld] = useState<string[] | null>(null);
  const ids = agents.map((a) => a.id);
  const order = held ?? ids;
  const rank = new Map(order.map((id, i) => [id, i]));
  const shown = held
    ? [...agents].sort((a, b) => (rank.get(a.id) ?? agents.length) - (rank.get(b.id) ?? agents.length))
    : agents;
  const changed = held !== null && shown.some((a, i) => a.id !== ids[i]);
  return {
    shown,
    changed,
    hold: () => setHeld((before) => before ?? ids),
    release: () => setHeld(null),
  };
}

function Row({
  agent,
  ribbon,
  need,
  axis,
  width,
  floor,
  now,
}: {
  agent: Agent;
  ribbon: RibbonPoint[] | null;
  need: NeedsYou | undefined;
  axis: Axis;
  width: number;
  floor: number;
  now: number;
}) {
  const failing = agent.status === 'failing';
  const slow = need?.rule === 'slow';
  const badFrom =
    failing && need && need.rule === 'below_objective' && need.since ? Date.parse(need.since) : null;
  const rate = agent.health?.successRate;
  const thin =
    agent.status === 'unknown' && rate
      ? rate.n === 0
        ? 'no run in the last hour'
        : `${plural(rate.n, 'run')} in the last hour; ${MIN_RUNS} needed`
      : null;
  const p95 = agent.health?.latencyMs.p95;
  return (
    <div className="grid-row hover fleet-grid relative" role="row" data-hot={failing || undefined}>
      <div className="a-name flex items-center gap-3" role="rowheader">
        <StatusGlyph kind={glyphOfAgent(agent.status)} size={15} label={wordOfAgent(agent.status)} />
        <div className="min-w-0 leading-[17px]">
          <Link
            href={href('/agent', { id: agent.id })}
            className="block truncate font-medium after:absolute after:inset-0"
            title={agent.name}
          >
            {agent.name}
          </Link>
          <div className="truncate text-11 text-ink-3" title={agent.statusReason ?? undefined}>
            {thin ?? agent.framework ?? agent.environment ?? 'framework not sent'}
            {agent.simulated && ' · simulated'}
          </div>
        </div>
      </div>
      <div className="a-ribbon" role="cell">
        <span className="sr-only">success over time</span>
        {width > 0 && ribbon && (
          <Ribbon
            points={ribbon}
            from={axis.from}
            to={axis.to}
            width={width}
            height={46}
            floor={floor}
            objective={agent.objectives?.successRate ?? null}
            badFrom={badFrom}
          />
        )}
      </div>
      <div className="a-success text-right" role="cell">
        <Interval rate={rate} tone={failing ? 'bad' : undefined} />
      </div>
      <div className="a-lat flex items-center justify-end gap-2.5" role="cell">
        <span className="only-wide">
          <Spark
            values={(ribbon ?? []).map((p) => p.latencyP95Ms)}
            width={64}
            height={22}
            limit={slow ? need.limitMs : null}
          />
        </span>
        <span className={`min-w-13 text-right ${slow ? 'font-semibold text-warn' : ''}`}>
          {p95 === null || p95 === undefined ? <Unknown why="no run ended in the last hour" /> : latency(p95)}
        </span>
      </div>
      <div className={`a-cost wide text-right ${failing ? 'font-medium' : ''}`} role="cell">
        <Money usd={agent.costPerSuccessUsd} why="no price, or no success in the last hour" />
      </div>
      <div className="a-rph text-right text-ink-2" role="cell">
        {agent.runsPerHour === null ? (
          <Unknown why="not seen in the last hour" />
        ) : (
          <Count n={Math.round(agent.runsPerHour)} />
        )}
      </div>
      <div className="a-tok wide text-right text-ink-2" role="cell">
        {agent.tokensPerRun === null ? (
          <Unknown why="tokens not sent" />
        ) : (
          <Count n={Math.round(agent.tokensPerRun)} />
        )}
      </div>
      <div className="a-ver wide truncate" role="cell" title={agent.promptName ?? undefined}>
        {agent.promptVersion ? (
          <span className={`ver ${need?.newestChange?.kind === 'prompt' ? 'text-accent' : ''}`}>
            {agent.promptVersion}
          </span>
        ) : (
          <Unknown why="prompt version not sent" />
        )}
      </div>
      <div className="a-seen text-right text-ink-3" role="cell">
        <Ago at={agent.lastSeenAt} now={now} />
      </div>
    </div>
  );
}

/** Agents as rows on one time axis; the marks of changes run through all of them. */
export function AgentRows({
  agents,
  ribbons,
  needs,
  axis,
  marks,
  now,
}: {
  agents: Agent[];
  ribbons: Map<string, RibbonPoint[] | null>;
  needs: NeedsYou[];
  axis: Axis;
  marks: Mark[];
  now: number;
}) {
  const zone = useZone();
  const { table, box } = useColumn(agents.length);
  const { shown, changed, hold, release } = useCalmOrder(agents);
  const [pointer, setPointer] = useState<number | null>(null);
  const floor = ribbonFloor(agents.map((a) => ribbons.get(a.id) ?? null));
  const needOf = new Map(needs.toReversed().map((need) => [need.agent.id, need]));
  const x = linear(axis.from, axis.to, 0, Math.max(1, box.width - 3));
  const ticks = timeTicks(axis.from, axis.to, Math.max(2, Math.floor(box.width / 62)), zone);
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - box.left;
    setPointer(left >= 0 && left <= box.width ? left : null);
  };
  useEffect(() => setPointer(null), []);
  return (
    <section className="panel relative flex-none" aria-label="Agents">
      <div
        ref={table}
        role="table"
        aria-label="Agents, sorted by what is wrong, then by traffic"
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
          <span role="columnheader">Agent</span>
          <span role="columnheader" className="a-ribbon">
            <span className="sr-only">Success over time</span>
          </span>
          <span role="columnheader" className="text-right">
            Success, 1 h
          </span>
          <span role="columnheader" className="text-right">
            Latency p95
          </span>
          <span role="columnheader" className="wide text-right">
            Cost / success
          </span>
          <span role="columnheader" className="text-right">
            Runs / h
          </span>
          <span role="columnheader" className="wide text-right">
            Tokens / run
          </span>
          <span role="columnheader" className="wide">
            Prompt
          </span>
          <span role="columnheader" className="text-right">
            Seen
          </span>
        </div>
        {shown.map((agent) => (
          <Row
            key={agent.id}
            agent={agent}
            ribbon={ribbons.get(agent.id) ?? null}
            need={needOf.get(agent.id)}
            axis={axis}
            width={box.width}
            floor={floor}
            now={now}
          />
        ))}
        <svg
          className="only-wide pointer-events-none absolute top-0 z-3 overflow-visible"
          style={{ left: box.left }}
          width={box.width}
          height={box.height}
          aria-hidden="true"
        >
          {ticks.map((tick) => (
            <text key={tick.at} x={x(tick.at)} y="25" textAnchor="middle">
              {tick.label}
            </text>
          ))}
          <ChangeMarks marks={marks} from={axis.from} to={axis.to} width={box.width} height={box.height} />
          {pointer !== null && (
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
                {clock(axis.from + (pointer / Math.max(1, box.width)) * (axis.to - axis.from), zone)}
              </text>
            </g>
          )}
        </svg>
      </div>
      {changed && (
        <button type="button" className="btn sm absolute right-3 top-0.5 z-4" onClick={release}>
          Order changed
        </button>
      )}
    </section>
  );
}
