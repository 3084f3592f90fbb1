'use client';

import Link from 'next/link';
import { memo } from 'react';
import type { NeedsYou, RibbonPoint } from '@/api/types';
import { Ribbon, Spark } from '@/charts/Ribbon';
import type { RateWindow } from '@/charts/windows';
import { latency, MIN_RUNS } from '@/format/numbers';
import { href } from '@/shell/address';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { Ago, Count, Interval, Money, Unknown } from '@/ui/values';
import type { AgentRow as RowData } from './columns';

export interface RowProps {
  row: RowData;
  windows: (RateWindow | null)[];
  points: RibbonPoint[] | null;
  need: NeedsYou | undefined;
  axis: { from: number; to: number };
  width: number;
  floor: number;
  now: number;
  badFrom: number | null;
  selected: boolean;
  /** The time under the pointer: the row says its success then. */
  pointed: number | null;
  /** Whether new runs are refused, in a word, and why. */
  stopped: string | null;
  stoppedWhy: string | null;
}

function NameCell({ row: { agent }, stopped, stoppedWhy }: Pick<RowProps, 'row' | 'stopped' | 'stoppedWhy'>) {
  const rate = agent.health?.successRate;
  const thin =
    agent.status === 'unknown' && rate
      ? rate.n === 0
        ? 'no run in the last hour'
        : `under ${MIN_RUNS} runs in 1 h`
      : null;
  return (
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
        <div className="truncate text-11 text-ink-3" title={stoppedWhy ?? agent.statusReason ?? undefined}>
          {stopped && <b className="font-medium text-warn">{stopped} · </b>}
          {thin ?? agent.framework ?? agent.environment ?? 'framework not sent'}
        </div>
      </div>
    </div>
  );
}

function LatencyCell({ row: { agent }, points, need }: Pick<RowProps, 'row' | 'points' | 'need'>) {
  const slow = need?.rule === 'slow';
  const p95 = agent.health?.latencyMs.p95;
  return (
    <div className="a-lat flex items-center justify-end gap-2.5" role="cell">
      <span className="spark">
        <Spark
          values={(points ?? []).map((p) => p.latencyP95Ms)}
          width={64}
          height={22}
          limit={slow ? need.limitMs : null}
        />
      </span>
      <span className={`min-w-13 text-right ${slow ? 'font-semibold text-warn' : ''}`}>
        {p95 === null || p95 === undefined ? <Unknown why="no run ended in the last hour" /> : latency(p95)}
      </span>
    </div>
  );
}

function SuccessCell({ row: { agent }, windows, pointed }: Pick<RowProps, 'row' | 'windows' | 'pointed'>) {
  const then =
    pointed === null ? null : windows.find((w) => w !== null && w.from <= pointed && pointed <= w.to);
  const bad = pointed === null && agent.status === 'failing';
  return (
    <div className="a-success text-right" role="cell">
      {pointed !== null && !then ? (
        <Unknown why="no runs then" short="no runs" />
      ) : (
        <Interval rate={then?.rate ?? agent.health?.successRate} tone={bad ? 'bad' : undefined} />
      )}
    </div>
  );
}

/** One agent on the common time axis. */
export const AgentRow = memo(function AgentRow(props: RowProps) {
  const { row, need, axis, width, floor, now, badFrom, selected } = props;
  const { agent, group } = row;
  const failing = agent.status === 'failing';
  return (
    <div
      className="grid-row hover fleet-grid relative"
      role="row"
      data-hot={failing || undefined}
      data-on={selected || undefined}
      aria-selected={selected}
      data-agent={agent.id}
    >
      <NameCell row={row} stopped={props.stopped} stoppedWhy={props.stoppedWhy} />
      <div className="a-ribbon" role="cell">
        <span className="sr-only">success over time</span>
        {width > 0 && (
          <Ribbon
            windows={props.windows}
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
      <SuccessCell row={row} windows={props.windows} pointed={props.pointed} />
      <LatencyCell row={row} points={props.points} need={need} />
      <div className="a-sum text-right" role="cell">
        <Money
          usd={group?.costUsd}
          as="sum"
          why={group && group.executions > 0 ? 'price of the model unknown' : 'no runs in this range'}
        />
      </div>
      <div className={`a-cost text-right ${failing ? 'font-medium' : 'text-ink-2'}`} role="cell">
        <Money usd={agent.costPerSuccessUsd} why="no price, or no success in the last hour" />
      </div>
      <div className="a-rph text-right text-ink-2" role="cell">
        {agent.runsPerHour === null ? (
          <Unknown why="not seen in the last hour" />
        ) : (
          <Count n={Math.round(agent.runsPerHour)} />
        )}
      </div>
      <div className="a-tok text-right text-ink-2" role="cell">
        {agent.tokensPerRun === null ? (
          <Unknown why="tokens not sent" />
        ) : (
          <Count n={Math.round(agent.tokensPerRun)} />
        )}
      </div>
      <div className="a-ver truncate" role="cell" title={agent.promptName ?? undefined}>
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
});
