'use client';

import Link from 'next/link';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAgents, useChanges, useFleet, useGroups, useRibbons, useStatus } from '@/api/queries';
import { lengthOf } from '@/api/time-range';
import type { Agent, Fleet, RibbonPoint } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { count, plural } from '@/format/numbers';
import { clock, weekday } from '@/format/time';
import { href, useAddress, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { usePreferences } from '@/shell/preferences';
import { ChangeList } from '@/ui/ChangeList';
import { LiveTail } from '@/ui/LiveTail';
import { EmptyState, ErrorState, Panel, Region } from '@/ui/states';
import { Answer, Money, useZone } from '@/ui/values';
import { ConnectGuide } from '@/views/connect/ConnectGuide';
import { AgentRows } from './AgentRows';
import { type AgentRow, sorted, sortOf } from './columns';
import { FleetSkeleton } from './FleetSkeleton';
import { useLiveFleet } from './live';
import { NeedsYouList } from './NeedsYouList';
import { mainAction, needAddress } from './needs';
import { fleetSentence, inOrderOf } from './sentence';
import { UnitCells } from './UnitCells';

/** Up to here every agent has a row; above it only those in need have one, or the first of a sort. */
const ROWS_LIMIT = 40;

const NOBODY: Agent[] = [];

/** A row for each agent of a small fleet; in a large one for the first of a sort or those in need, and cells for everybody else. */
function split(list: AgentRow[], bySort: boolean) {
  if (list.length <= ROWS_LIMIT) return { rows: list, cells: NOBODY };
  const rows = bySort
    ? list.slice(0, ROWS_LIMIT)
    : list.filter(({ agent: a }) => a.status === 'failing' || a.status === 'degraded').slice(0, 60);
  const ids = new Set(rows.map(({ agent }) => agent.id));
  return { rows, cells: list.map(({ agent }) => agent).filter((a) => !ids.has(a.id)) };
}

/** Fleet: what is wrong, and is the rest fine? */
export function FleetPage() {
  const range = useRange();
  const status = useStatus();
  const fleet = useFleet(range);
  const empty = fleet.data?.agents.total === 0;
  const organization = status.data?.organization.name ?? 'MetaAgent';
  if (empty) {
    return (
      <Page crumbs={[organization, 'Fleet']} title="Fleet">
        <ConnectGuide firstTime />
      </Page>
    );
  }
  return (
    <Page crumbs={[organization, 'Fleet']} title={`Fleet · ${organization}`} range={range}>
      {fleet.data ? (
        <FleetView fleet={fleet.data} />
      ) : fleet.error ? (
        <>
          <h1 className="answer q">Fleet</h1>
          <Panel label="Fleet">
            <ErrorState
              what="The fleet could not be read"
              error={fleet.error}
              retry={() => fleet.refetch()}
            />
          </Panel>
        </>
      ) : (
        <FleetSkeleton />
      )}
    </Page>
  );
}

function useNow(ms: number) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}

/** The row that `J` and `K` are at; `↵` opens it, and without one does what the first line needs. */
function useWalk(rows: AgentRow[], first: string | null) {
  const { router } = useAddress();
  const [selected, setSelected] = useState<string | null>(null);
  const step = (by: number) => {
    const at = rows.findIndex(({ agent }) => agent.id === selected);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
    setSelected(rows[next]?.agent.id ?? null);
  };
  useKeys([
    { key: 'j', does: 'next agent', run: () => step(1) },
    { key: 'k', does: 'previous agent', run: () => step(-1) },
    { key: 'ArrowDown', does: 'next agent', run: () => step(1) },
    { key: 'ArrowUp', does: 'previous agent', run: () => step(-1) },
    {
      key: 'Enter',
      does: 'open the chosen agent, or the action of the first line',
      run: () => {
        const to = selected ? href('/agent', { id: selected }) : first;
        if (to) router.push(to);
      },
    },
    ...(selected ? [{ key: 'Escape', does: 'choose no agent', run: () => setSelected(null) }] : []),
  ]);
  return selected;
}

function Subtitle({ fleet, range, sorted: bySort }: { fleet: Fleet; range: string; sorted: boolean }) {
  const zone = useZone();
  return (
    <span suppressHydrationWarning>
      {weekday(fleet.asOf, zone)}, {clock(fleet.asOf, zone)} · <b>{count(fleet.agents.total)}</b>{' '}
      {fleet.agents.total === 1 ? 'agent' : 'agents'} · <b>{count(fleet.executions)}</b>{' '}
      {fleet.executions === 1 ? 'run' : 'runs'} in {range}
      {fleet.failed > 0 && <>, {count(fleet.failed)} failed</>}
      {fleet.executions > 0 && (
        <>
          {' · '}
          <Link
            className="font-medium text-ink-2 hover:underline"
            href={href('/executions', { by: 'agent', sort: '-costUsd', from: fleet.from, to: fleet.to })}
            title="Cost by agent"
          >
            <Money usd={fleet.costUsd} as="sum" why="price of the models unknown" />
          </Link>
        </>
      )}
      {!bySort && ' · sorted by what is wrong, then by traffic'}
    </span>
  );
}

function FleetView({ fleet }: { fleet: Fleet }) {
  const range = useRange();
  const { params, change } = useAddress();
  const { marks: showMarks } = usePreferences();
  const agents = useAgents({ every: 2_000 });
  const news = useLiveFleet();
  const ribboned = useRibbons(range, ROWS_LIMIT);
  const groups = useGroups('agent', {}, range);
  const changes = useChanges({ from: '-14d', to: null }, undefined, 60);
  const now = useNow(1_000);
  const { wrong, rest } = fleetSentence(fleet);
  const first = fleet.needsYou[0];
  const sort = sortOf(params.get('sort'));
  useCommands('Do, on the fleet', [
    ...fleet.needsYou.map((need) => ({
      id: `need-${need.agent.id}-${need.rule}`,
      icon: 'executions' as const,
      title: `${mainAction(need)} of ${need.agent.name}`,
      href: needAddress(need),
    })),
    ...(['agent', 'model', 'user'] as const).map((by) => ({
      id: `cost-${by}`,
      icon: 'executions' as const,
      title: `Cost by ${by}, last 24 hours`,
      href: href('/executions', { by, sort: '-costUsd', from: '-24h' }),
    })),
  ]);

  const ribbons = useMemo(
    () => new Map<string, RibbonPoint[] | null>((ribboned.data?.items ?? []).map((a) => [a.id, a.ribbon])),
    [ribboned.data],
  );
  const axis = useMemo(
    () => ({ from: Date.parse(fleet.from), to: Date.parse(fleet.to) }),
    [fleet.from, fleet.to],
  );
  const marks = useMemo(
    () => (showMarks ? marksOf(changes.data?.items ?? [], axis.from, axis.to, true) : []),
    [changes.data, axis, showMarks],
  );
  const sortText = params.get('sort');
  const { rows, cells } = useMemo(() => {
    const groupOf = new Map((groups.data?.items ?? []).map((group) => [group.agent?.id ?? group.key, group]));
    const list = inOrderOf(fleet.needsYou, agents.data?.items ?? NOBODY).map((agent) => ({
      agent,
      group: groupOf.get(agent.id) ?? null,
    }));
    const wanted = sortOf(sortText);
    return split(sorted(list, wanted), wanted !== null);
  }, [agents.data, fleet.needsYou, groups.data, sortText]);
  const selected = useWalk(rows, first ? needAddress(first) : null);
  const onSort = useCallback((next: string | null) => change({ sort: next }), [change]);

  return (
    <>
      <Answer sub={<Subtitle fleet={fleet} range={lengthOf(range)} sorted={sort !== null} />}>
        {wrong} <span className="q">{rest}</span>
      </Answer>
      <p className="sr-only" role="status">
        {news}
      </p>
      {fleet.needsYou.length > 0 && <NeedsYouList needs={fleet.needsYou} ribbons={ribbons} now={now} />}
      <Region
        asked={agents}
        what="The agents could not be read"
        rows={6}
        height={51}
        head={31}
        foot={28}
        panel
      >
        {() => (
          <>
            {rows.length > 0 && (
              <AgentRows
                rows={rows}
                ribbons={ribbons}
                needs={fleet.needsYou}
                axis={axis}
                marks={marks}
                now={now}
                range={lengthOf(range)}
                sort={sort}
                selected={selected}
                onSort={onSort}
              />
            )}
            {cells.length > 0 && <UnitCells agents={cells} sorted={sort !== null} />}
          </>
        )}
      </Region>
      <div className="cols grid min-h-0 flex-1 grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] gap-4">
        <Panel title="Changes seen" sub="in the telemetry; success after minus before, 24 h each">
          <Region asked={changes} what="The changes could not be read" rows={7} height={33} head={4} foot={4}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState title="No change in the last 14 days">
                  A new prompt version, model or agent version appears here with the difference it made.{' '}
                  {plural(fleet.executions, 'run')} were looked at.
                </EmptyState>
              ) : (
                <ChangeList changes={items} limit={10} withAgent />
              )
            }
          </Region>
        </Panel>
        <LiveTail rate={fleet.actionsPerSecond} rows={11} />
      </div>
    </>
  );
}
