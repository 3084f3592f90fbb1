'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useStops } from '@/api/govern';
import {
  useAgent,
  useAgentMetrics,
  useChanges,
  useDependencies,
  useFleet,
  useLatency,
  useStatus,
} from '@/api/queries';
import { useRegisterEntry } from '@/api/register';
import { lengthOf, moment, type Range } from '@/api/time-range';
import type { Agent, Fleet, NeedsYou } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { Neighbours } from '@/charts/Neighbours';
import { count, duration, roughly } from '@/format/numbers';
import { href, useAddress, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { usePreferences } from '@/shell/preferences';
import { covers } from '@/shell/sections';
import { ChangeList } from '@/ui/ChangeList';
import { compareAddress } from '@/ui/changes';
import { isNotHere, NotHere } from '@/ui/NotHere';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { ErrorState, Panel, Region, Skeleton, SkeletonLine } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import { Answer, Facts, When } from '@/ui/values';
import { mainAction, needAddress, needOf } from '../fleet/needs';
import { newOf, STATE_WORDS, stateOf } from '../register/words';
import { AgentCharts } from './AgentCharts';
import { AgentSettings } from './AgentSettings';
import { Breakdown } from './Breakdown';
import { ErrorList } from './ErrorList';
import { Sentence } from './Sentence';
import { WhereTime } from './WhereTime';

const PolicyTab = dynamic(() => import('./policy/PolicyTab'), { ssr: false });
const StopDialog = dynamic(() => import('../govern/stops').then((m) => m.StopDialog), { ssr: false });
const StopBanner = dynamic(() => import('./StopBanner').then((m) => m.StopBanner), { ssr: false });

type TabName = 'overview' | 'policy' | 'changes' | 'settings';

const STEPS: [string, number, string][] = [
  ['10s', 10_000, '10 seconds'],
  ['1m', 60_000, 'minute'],
  ['5m', 300_000, '5 minutes'],
  ['15m', 900_000, '15 minutes'],
  ['1h', 3_600_000, 'hour'],
  ['6h', 21_600_000, '6 hours'],
  ['1d', 86_400_000, 'day'],
];
const POINTS = 100;

/** A step should hold this many runs, so that its quantiles mean something; but a chart needs some steps. */
const RUNS_PER_STEP = 10;
const LEAST_POINTS = 12;

/** The step of the charts: short enough to see when, long enough to hold some runs. */
function stepFor(range: Range, now: number, runsPerHour: number | null): [string, number, string] {
  const length = (moment(range.to, now) ?? now) - (moment(range.from, now) ?? now - 86_400_000);
  const wanted = runsPerHour ? (RUNS_PER_STEP / runsPerHour) * 3_600_000 : 0;
  const least = Math.max(length / POINTS, Math.min(wanted, length / LEAST_POINTS));
  return STEPS.find(([, ms]) => ms >= least) ?? ['1d', 86_400_000, 'day'];
}

/** Agent: how does this agent do, and what changed it? */
export function AgentPage() {
  const { params } = useAddress();
  const id = params.get('id');
  const range = useRange();
  const agent = useAgent(id);
  if (agent.data) return <AgentView agent={agent.data} range={range} />;
  return (
    <Page crumbs={[{ name: 'Fleet', href: href('/fleet') }, 'Agent']} range={range}>
      {!id || agent.error ? (
        <>
          <h1 className="answer q">Agent</h1>
          <Panel label="Agent">
            {!id || isNotHere(agent.error) ? (
              <NotHere
                what="agent"
                error={id && isNotHere(agent.error) ? agent.error : null}
                home={href('/fleet')}
                homeName="All agents"
              />
            ) : (
              <ErrorState
                what="The agent could not be read"
                error={agent.error}
                retry={() => agent.refetch()}
              />
            )}
          </Panel>
        </>
      ) : (
        <AgentSkeleton />
      )}
    </Page>
  );
}

/** The page before its first answer: the places of the sentence, the facts, the charts and the panels. */
function AgentSkeleton() {
  return (
    <>
      <header>
        <h1 className="answer q">Agent</h1>
        <div className="pt-3">
          <SkeletonLine width={480} />
        </div>
      </header>
      <div className="cols grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] items-start gap-4 pt-12">
        <Panel>
          <Skeleton rows={4} height={172} />
        </Panel>
        <Panel>
          <Skeleton rows={6} />
        </Panel>
      </div>
    </>
  );
}

function AgentView({ agent, range }: { agent: Agent; range: Range }) {
  const { params, change, router } = useAddress();
  const role = useStatus().data?.principal.role;
  const stops = useStops().data;
  const [stopping, setStopping] = useState(false);
  const ownStop = stops?.agents.find((each) => each.agent.id === agent.id) ?? null;
  const mayStop = covers(role, 'developer') && stops !== undefined && !ownStop;
  const fleet = useFleet(range, 5_000);
  const need = needOf(fleet.data?.needsYou ?? [], agent);
  const slow = need?.rule === 'slow';
  const latency = useLatency(agent.id, slow && need.since ? { from: need.since, to: null } : range);
  const tab =
    (['policy', 'changes', 'settings'] as const).find((t) => t === params.get('tab')) ??
    ('overview' as TabName);
  const failed = href('/executions', { agent: agent.id, failed: 'true', from: range.from, to: range.to });
  const all = href('/executions', { agent: agent.id, from: range.from, to: range.to });
  const wrong = agent.status === 'failing' || agent.status === 'degraded';
  const main = need
    ? { name: mainAction(need), href: needAddress(need) }
    : wrong
      ? { name: 'Show failed runs', href: failed }
      : null;
  const compare = need?.newestChange ? compareAddress(need.newestChange) : null;
  useKeys([
    {
      key: 'Escape',
      does: range.to ? 'back to the range before' : 'back to the fleet',
      run: () => (range.to ? router.back() : router.push(href('/fleet'))),
    },
    ...(main ? [{ key: 'Enter', does: main.name.toLowerCase(), run: () => router.push(main.href) }] : []),
    ...(compare ? [{ key: 'c', does: 'compare the two versions', run: () => router.push(compare) }] : []),
  ]);
  useCommands(`Do, on ${agent.name}`, [
    ...(main && main.href !== failed
      ? [{ id: 'main', icon: 'executions' as const, title: main.name, href: main.href }]
      : []),
    { id: 'failed-runs', icon: 'executions', title: 'Show failed runs', href: failed },
    { id: 'all-runs', icon: 'executions', title: 'Show all runs', href: all },
    ...(mayStop
      ? [
          {
            id: 'stop',
            icon: 'stop' as const,
            title: `Stop ${agent.name}…`,
            words: 'halt refuse emergency',
            run: () => setStopping(true),
          },
        ]
      : []),
    {
      id: 'policy',
      icon: 'guard',
      title: 'Policy: rules, limits, SDKs',
      run: () => change({ tab: 'policy' }, 'push'),
    },
    {
      id: 'edit',
      icon: 'person',
      title: 'Edit name, owner and objectives…',
      run: () => change({ tab: 'settings' }, 'push'),
    },
  ]);
  return (
    <Page crumbs={[{ name: 'Fleet', href: href('/fleet') }, agent.name]} range={range}>
      {stops && (stops.fleet || ownStop) && <StopBanner agent={agent} stops={stops} role={role} />}
      {stopping && (
        <StopDialog
          change={{ what: 'stop', target: { id: agent.id, name: agent.name } }}
          stopped={null}
          onClose={() => setStopping(false)}
        />
      )}
      <div className="flex flex-col gap-1.5">
        <Answer
          actions={
            <>
              {mayStop && (
                <button type="button" className="btn" onClick={() => setStopping(true)}>
                  Stop…
                </button>
              )}
              <Link className={main ? 'btn only-wide' : 'btn'} href={all}>
                Show all runs
              </Link>
              {compare && need?.newestChange && need.rule === 'below_objective' && (
                <Link className="btn" href={compare}>
                  Compare {need.newestChange.to} and {need.newestChange.from}
                </Link>
              )}
              {main && (
                <Link className="btn go" href={main.href}>
                  {main.name}
                  <kbd>↵</kbd>
                </Link>
              )}
            </>
          }
        >
          <span className="mr-2 inline-block translate-y-0.5">
            <StatusGlyph kind={glyphOfAgent(agent.status)} size={17} label={wordOfAgent(agent.status)} />
          </span>
          <Sentence agent={agent} need={need} />
        </Answer>
        <Facts
          facts={[
            ['Owner', agent.owner],
            ['Register', <InRegister key="register" id={agent.id} />],
            ['Framework', agent.framework],
            ['Version', agent.version],
            ['Prompt', [agent.promptName, agent.promptVersion].filter(Boolean).join(' ') || null],
            ['Environment', agent.environment],
            ['Also known as', agent.aliases?.map((a) => a.name).join(', ') || null],
            ['First seen', <When key="f" at={agent.firstSeenAt} />],
            ['Last seen', `${roughly(Math.max(0, serverNow() - Date.parse(agent.lastSeenAt)))} ago`],
          ]}
        />
      </div>
      <Tabs<TabName>
        id="agent"
        label="Parts of this page"
        value={tab}
        onChange={(value) => change({ tab: value === 'overview' ? null : value }, 'push')}
        tabs={[
          { value: 'overview', label: 'Overview' },
          { value: 'policy', label: 'Policy' },
          { value: 'changes', label: 'Changes' },
          { value: 'settings', label: 'Settings' },
        ]}
      />
      <TabPanel id="agent" value={tab}>
        {tab === 'overview' && (
          <Overview agent={agent} range={range} fleet={fleet.data} need={need} latency={latency} />
        )}
        {tab === 'policy' && <PolicyTab agent={agent} role={role} />}
        {tab === 'changes' && <Changes agent={agent} range={{ from: '-30d', to: null }} limit={100} />}
        {tab === 'settings' && <AgentSettings key={agent.id} agent={agent} role={role} />}
      </TabPanel>
    </Page>
  );
}

/** How the agent was reviewed, and whether anything is new since. */
function InRegister({ id }: { id: string }) {
  const entry = useRegisterEntry(id).data;
  const fresh = entry && newOf(entry);
  return (
    <Link className="underline" href={href('/register', { sel: id })}>
      {entry ? STATE_WORDS[stateOf(entry)] : 'its entry'}
      {!!fresh && `, ${count(fresh)} new since`}
    </Link>
  );
}

function Overview({
  agent,
  range,
  fleet,
  need,
  latency,
}: {
  agent: Agent;
  range: Range;
  fleet: Fleet | undefined;
  need: NeedsYou | undefined;
  latency: ReturnType<typeof useLatency>;
}) {
  const { marks: showMarks } = usePreferences();
  const { change } = useAddress();
  const [step, wantedMs] = stepFor(range, serverNow(), agent.runsPerHour);
  const metrics = useAgentMetrics(agent.id, range, step);
  const stepMs = metrics.data?.stepMs ?? wantedMs;
  const stepWords = STEPS.find(([, ms]) => ms === stepMs)?.[2] ?? duration(stepMs);
  const changes = useChanges(range, agent.id);
  const dependencies = useDependencies(agent.id);
  const points =
    metrics.data?.series.find((s) => s.by === null)?.points ?? metrics.data?.series[0]?.points ?? [];
  const now = serverNow();
  const first = points[0];
  const axis = useMemo(() => {
    const from = fleet ? Date.parse(fleet.from) : (moment(range.from, now) ?? Date.parse(first?.at ?? ''));
    const to = fleet ? Date.parse(fleet.to) : (moment(range.to, now) ?? now);
    return { from, to };
  }, [fleet, range, now, first]);
  const where = (
    <WhereTime
      asked={latency}
      agent={agent.name}
      range={need?.rule === 'slow' && need.since ? roughly(now - Date.parse(need.since)) : lengthOf(range)}
    />
  );
  return (
    <div className="cols grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] items-start gap-4">
      <Region asked={metrics} what="The numbers could not be read" rows={4} height={172} panel>
        {() => (
          <AgentCharts
            agent={agent}
            points={points.filter((p) => Date.parse(p.at) >= axis.from - stepMs)}
            axis={axis}
            stepMs={stepMs}
            stepWords={stepWords}
            marks={showMarks ? marksOf(changes.data?.items ?? [], axis.from, axis.to, false) : []}
            badFrom={
              agent.status === 'failing' && need?.rule === 'below_objective' && need.since
                ? Date.parse(need.since)
                : null
            }
            onBrush={(from, to) =>
              change({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }, 'push')
            }
          />
        )}
      </Region>
      <div className="flex min-w-0 flex-col gap-4">
        {need?.rule === 'slow' && where}
        <Breakdown agent={agent} range={range} step={step} />
        <ErrorList agent={agent} points={points} now={now} />
        {need?.rule !== 'slow' && where}
        <Panel title="Callers and callees" sub="runs, as seen in traces">
          <Region asked={dependencies} what="The neighbours could not be read" rows={2} height={45}>
            {(data) => <Neighbours data={data} agent={agent.id} />}
          </Region>
        </Panel>
        <Changes agent={agent} range={{ from: '-30d', to: null }} limit={6} />
      </div>
    </div>
  );
}

function Changes({ agent, range, limit }: { agent: Agent; range: Range; limit: number }) {
  const changes = useChanges(range, agent.id, limit);
  return (
    <Panel title="Changes" sub="success after minus before, 24 h each">
      <Region asked={changes} what="The changes could not be read" rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="pad text-12 text-ink-3">No change of prompt, model or version in 30 days.</p>
          ) : (
            <ChangeList changes={items} withAgent={false} />
          )
        }
      </Region>
    </Panel>
  );
}
