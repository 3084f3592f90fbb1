'use client';

import { useEffect, useMemo, useState } from 'react';
import { useAgents, useChanges, useFleet, useRibbons, useStatus } from '@/api/queries';
import { lengthOf } from '@/api/time-range';
import type { Agent, Fleet, RibbonPoint } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { count, plural } from '@/format/numbers';
import { clock, weekday, zoneName } from '@/format/time';
import { useAddress, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { usePreferences } from '@/shell/preferences';
import { ChangeList } from '@/ui/ChangeList';
import { LiveTail } from '@/ui/LiveTail';
import { EmptyState, ErrorState, Panel, Region, Skeleton } from '@/ui/states';
import { Answer, Money, useZone } from '@/ui/values';
import { ConnectGuide } from '@/views/connect/ConnectGuide';
import { AgentRows } from './AgentRows';
import { useLiveFleet } from './live';
import { mainAction, NeedsYouList, needAddress } from './NeedsYouList';
import { fleetSentence, inOrderOf } from './sentence';
import { UnitCells } from './UnitCells';

/** Up to here every agent has a row; above it only those in need have one. */
const ROWS_LIMIT = 40;

const NOBODY: Agent[] = [];

/** A row for each agent of a small fleet; in a large one for those in need, and cells for everybody else. */
function split(list: Agent[]) {
  if (list.length <= ROWS_LIMIT) return { rows: list, cells: NOBODY };
  const inNeed = list.filter((a) => a.status === 'failing' || a.status === 'degraded').slice(0, 60);
  const ids = new Set(inNeed.map((a) => a.id));
  return { rows: inNeed, cells: list.filter((a) => !ids.has(a.id)) };
}

/** Fleet: what is wrong, and is the rest fine? */
export function FleetPage() {
  const range = useRange('-6h');
  const status = useStatus();
  const fleet = useFleet(range);
  const empty = fleet.data?.agents.total === 0;
  const organization = status.data?.organization.name ?? 'MetaAgent';
  if (empty) {
    return (
      <Page crumbs={[organization, 'Fleet']}>
        <ConnectGuide firstTime />
      </Page>
    );
  }
  return (
    <Page crumbs={[organization, 'Fleet']} range={range}>
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
        <>
          <h1 className="answer q">Fleet</h1>
          <Panel label="Agents">
            <Skeleton height={51} />
          </Panel>
        </>
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

function FleetView({ fleet }: { fleet: Fleet }) {
  const range = useRange('-6h');
  const zone = useZone();
  const { router } = useAddress();
  const { marks: showMarks } = usePreferences();
  const agents = useAgents({ every: 2_000 });
  const news = useLiveFleet();
  const ribboned = useRibbons(range, ROWS_LIMIT);
  const changes = useChanges({ from: '-14d', to: null }, undefined, 60);
  const now = useNow(1_000);
  const { wrong, rest } = fleetSentence(fleet);
  const first = fleet.needsYou[0];
  useKeys(
    first
      ? [{ key: 'Enter', does: 'the action of the first line', run: () => router.push(needAddress(first)) }]
      : [],
  );
  useCommands(
    'Do, on the fleet',
    fleet.needsYou.map((need) => ({
      id: `need-${need.agent.id}-${need.rule}`,
      icon: 'executions',
      title: `${mainAction(need)} of ${need.agent.name}`,
      href: needAddress(need),
    })),
  );

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
  const { rows, cells } = useMemo(
    () => split(inOrderOf(fleet.needsYou, agents.data?.items ?? NOBODY)),
    [agents.data, fleet.needsYou],
  );

  return (
    <>
      <Answer
        sub={
          <span suppressHydrationWarning>
            {weekday(fleet.asOf, zone)}, {clock(fleet.asOf, zone)} {zoneName(zone, Date.parse(fleet.asOf))} ·{' '}
            <b>{count(fleet.agents.total)}</b> {fleet.agents.total === 1 ? 'agent' : 'agents'} ·{' '}
            <b>{count(fleet.executions)}</b> {fleet.executions === 1 ? 'run' : 'runs'} in {lengthOf(range)}
            {fleet.failed > 0 && <>, {count(fleet.failed)} failed</>} ·{' '}
            <b>
              <Money usd={fleet.costUsd} as="sum" why="price of the models unknown" />
            </b>{' '}
            · sorted by what is wrong, then by traffic
          </span>
        }
      >
        {wrong} <span className="q">{rest}</span>
      </Answer>
      <p className="sr-only" role="status">
        {news}
      </p>
      {fleet.needsYou.length > 0 && <NeedsYouList needs={fleet.needsYou} ribbons={ribbons} now={now} />}
      <Region asked={agents} what="The agents could not be read" panel>
        {() => (
          <>
            {rows.length > 0 && (
              <AgentRows
                agents={rows}
                ribbons={ribbons}
                needs={fleet.needsYou}
                axis={axis}
                marks={marks}
                now={now}
              />
            )}
            {cells.length > 0 && <UnitCells agents={cells} />}
          </>
        )}
      </Region>
      <div className="cols grid min-h-0 flex-1 grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] gap-4">
        <Panel title="Changes seen" sub="in the telemetry; success after minus before, 24 h each">
          <Region asked={changes} what="The changes could not be read" rows={5}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState title="No change in the last 14 days">
                  A new prompt version, model or agent version appears here with the difference it made.{' '}
                  {plural(fleet.executions, 'run')} were looked at.
                </EmptyState>
              ) : (
                <ChangeList changes={items.slice(0, 10)} withAgent />
              )
            }
          </Region>
        </Panel>
        <LiveTail rate={fleet.actionsPerSecond} rows={11} />
      </div>
    </>
  );
}
