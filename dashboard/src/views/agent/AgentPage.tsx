'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { ApiError } from '@/api/client';
import { useAgent, useAgentMetrics, useChanges, useDependencies, useFleet, useStatus } from '@/api/queries';
import { moment, type Range } from '@/api/time-range';
import type { Agent } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { Neighbours } from '@/charts/Neighbours';
import { bounds, count, duration, latency, MIN_RUNS, percent, plural, roughly } from '@/format/numbers';
import { href, useAddress, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { usePreferences } from '@/shell/preferences';
import { ChangeList } from '@/ui/ChangeList';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { EmptyState, ErrorState, Panel, Region, Skeleton } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import { Answer, Facts, When } from '@/ui/values';
import { AgentCharts } from './AgentCharts';
import { AgentSettings } from './AgentSettings';
import { Breakdown } from './Breakdown';

type TabName = 'overview' | 'changes' | 'settings';

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

function stepFor(range: Range, now: number): [string, number, string] {
  const length = (moment(range.to, now) ?? now) - (moment(range.from, now) ?? now - 86_400_000);
  return STEPS.find(([, ms]) => length / ms <= POINTS) ?? ['1d', 86_400_000, 'day'];
}

/** Agent: how does this agent do, and what changed it? */
export function AgentPage() {
  const { params } = useAddress();
  const id = params.get('id');
  const range = useRange('-6h');
  const agent = useAgent(id);
  if (agent.data) return <AgentView agent={agent.data} range={range} />;
  return (
    <Page crumbs={[{ name: 'Fleet', href: '/fleet' }, 'Agent']} range={range}>
      <h1 className="answer q">Agent</h1>
      <Panel label="Agent">
        {!id || (agent.error instanceof ApiError && agent.error.status === 404) ? (
          <EmptyState
            title="This agent is not here"
            action={
              <Link className="btn sm" href="/fleet">
                All agents
              </Link>
            }
          >
            The address names an agent that this organization does not have.
          </EmptyState>
        ) : agent.error ? (
          <ErrorState what="The agent could not be read" error={agent.error} retry={() => agent.refetch()} />
        ) : (
          <Skeleton />
        )}
      </Panel>
    </Page>
  );
}

function Sentence({ agent }: { agent: Agent }) {
  const rate = agent.health?.successRate;
  const n = rate?.n ?? 0;
  const reason = agent.statusReason;
  if (agent.archivedAt) {
    return (
      <>
        {agent.name} is archived. <span className="q">It comes back when it runs again.</span>
      </>
    );
  }
  switch (agent.status) {
    case 'failing':
    case 'degraded':
      return (
        <>
          {agent.name} is {agent.status === 'failing' ? 'failing' : 'not inside its targets'}
          {reason ? ': ' : '.'}
          {reason && (
            <span className={agent.status === 'failing' ? 'text-bad' : 'text-warn'}>
              {reason.charAt(0).toLowerCase() + reason.slice(1)}.
            </span>
          )}
        </>
      );
    case 'healthy':
      return (
        <>
          {agent.name} is inside its targets.{' '}
          {rate && rate.value !== null && rate.low !== null && rate.high !== null && (
            <span className="q">
              {percent(rate.value)} of {plural(rate.n, 'run')} succeeded in the last hour, between{' '}
              {bounds(rate.low, rate.high)}.
            </span>
          )}
        </>
      );
    case 'idle':
      return (
        <>
          {agent.name} is idle.{' '}
          <span className="q">
            Its last run was <When at={agent.lastSeenAt} />.
          </span>
        </>
      );
    case 'unknown':
      return (
        <>
          {agent.name} is too quiet to tell.{' '}
          <span className="q">
            {count(n)} of {MIN_RUNS} runs in the last hour.
          </span>
        </>
      );
  }
}

function AgentView({ agent, range }: { agent: Agent; range: Range }) {
  const { params, change, router } = useAddress();
  const status = useStatus();
  const tab =
    (['changes', 'settings'] as const).find((t) => t === params.get('tab')) ?? ('overview' as TabName);
  const failed = href('/executions', { agent: agent.id, failed: 'true', from: range.from, to: range.to });
  const all = href('/executions', { agent: agent.id, from: range.from, to: range.to });
  const wrong = agent.status === 'failing' || agent.status === 'degraded';
  useKeys([
    { key: 'Escape', does: 'back to the fleet', run: () => router.push('/fleet') },
    ...(wrong ? [{ key: 'Enter', does: 'show failed runs', run: () => router.push(failed) }] : []),
  ]);
  useCommands(`Do, on ${agent.name}`, [
    { id: 'failed-runs', icon: 'executions', title: 'Show failed runs', href: failed },
    { id: 'all-runs', icon: 'executions', title: 'Show all runs', href: all },
    {
      id: 'edit',
      icon: 'person',
      title: 'Edit name, owner and objectives…',
      run: () => change({ tab: 'settings' }),
    },
  ]);
  return (
    <Page crumbs={[{ name: 'Fleet', href: '/fleet' }, agent.name]} range={range}>
      <div className="flex flex-col gap-1.5">
        <Answer
          actions={
            <>
              <Link className="btn" href={all}>
                Show all runs
              </Link>
              {wrong && (
                <Link className="btn go" href={failed}>
                  Show failed runs
                  <kbd>↵</kbd>
                </Link>
              )}
            </>
          }
        >
          <span className="mr-2 inline-block translate-y-0.5">
            <StatusGlyph kind={glyphOfAgent(agent.status)} size={17} label={wordOfAgent(agent.status)} />
          </span>
          <Sentence agent={agent} />
        </Answer>
        <Facts
          facts={[
            ['Owner', agent.owner],
            ['Framework', agent.framework],
            ['Version', agent.version],
            ['Prompt', [agent.promptName, agent.promptVersion].filter(Boolean).join(' ') || null],
            ['Environment', agent.environment],
            ['Also known as', agent.aliases?.map((a) => a.name).join(', ') || null],
            ['First seen', <When key="f" at={agent.firstSeenAt} />],
            ['Seen', `${roughly(Math.max(0, serverNow() - Date.parse(agent.lastSeenAt)))} ago`],
          ]}
        />
      </div>
      <Tabs<TabName>
        id="agent"
        label="Parts of this page"
        value={tab}
        onChange={(value) => change({ tab: value === 'overview' ? null : value })}
        tabs={[
          { value: 'overview', label: 'Overview' },
          { value: 'changes', label: 'Changes' },
          { value: 'settings', label: 'Settings' },
        ]}
      />
      <TabPanel id="agent" value={tab}>
        {tab === 'overview' && <Overview agent={agent} range={range} failedHref={failed} />}
        {tab === 'changes' && <Changes agent={agent} range={{ from: '-30d', to: null }} limit={100} />}
        {tab === 'settings' && (
          <AgentSettings key={agent.id} agent={agent} role={status.data?.principal.role} />
        )}
      </TabPanel>
    </Page>
  );
}

function Overview({ agent, range, failedHref }: { agent: Agent; range: Range; failedHref: string }) {
  const { marks: showMarks } = usePreferences();
  const [step, wantedMs] = stepFor(range, serverNow());
  const metrics = useAgentMetrics(agent.id, range, step);
  const stepMs = metrics.data?.stepMs ?? wantedMs;
  const stepWords = STEPS.find(([, ms]) => ms === stepMs)?.[2] ?? duration(stepMs);
  const changes = useChanges(range, agent.id);
  const fleet = useFleet(range, 5_000);
  const dependencies = useDependencies(agent.id);
  const need = fleet.data?.needsYou.find((n) => n.agent.id === agent.id && n.rule === 'below_objective');
  const points =
    metrics.data?.series.find((s) => s.by === null)?.points ?? metrics.data?.series[0]?.points ?? [];
  const now = serverNow();
  const first = points[0];
  const axis = useMemo(() => {
    const from = fleet.data
      ? Date.parse(fleet.data.from)
      : (moment(range.from, now) ?? Date.parse(first?.at ?? ''));
    const to = fleet.data ? Date.parse(fleet.data.to) : (moment(range.to, now) ?? now);
    return { from, to };
  }, [fleet.data, range, now, first]);
  const errors = agent.health?.errors ?? [];
  const most = Math.max(1, ...errors.map((e) => e.count));
  return (
    <div className="cols grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] items-start gap-4">
      <Region asked={metrics} what="The numbers could not be read" rows={10} panel>
        {() => (
          <AgentCharts
            agent={agent}
            points={points.filter((p) => Date.parse(p.at) >= axis.from - stepMs)}
            axis={axis}
            stepMs={stepMs}
            stepWords={stepWords}
            marks={showMarks ? marksOf(changes.data?.items ?? [], axis.from, axis.to, false) : []}
            badFrom={agent.status === 'failing' && need?.since ? Date.parse(need.since) : null}
          />
        )}
      </Region>
      <div className="flex min-w-0 flex-col gap-4">
        <Breakdown agent={agent} range={range} step={step} />
        <Panel
          title="Errors"
          sub="last hour"
          tools={
            errors.length > 0 && (
              <Link className="link text-12" href={failedHref}>
                Failed runs
              </Link>
            )
          }
        >
          {errors.length === 0 ? (
            <p className="pad text-12 text-ink-3">
              No error in the last hour
              {agent.health?.latencyMs.p95
                ? `; the slowest twentieth took over ${latency(agent.health.latencyMs.p95)}`
                : ''}
              .
            </p>
          ) : (
            <ul className="py-1.5">
              {errors.slice(0, 8).map((error) => (
                <li key={error.type}>
                  <Link
                    className="grid h-7 grid-cols-[minmax(0,1fr)_minmax(60px,1fr)_48px] items-center gap-3 px-3.5 hover:bg-bg-2"
                    href={href('/executions', {
                      agent: agent.id,
                      errorType: error.type,
                      from: range.from,
                      to: range.to,
                    })}
                  >
                    <code className="truncate text-bad" title={error.type}>
                      {error.type}
                    </code>
                    <span
                      className="h-2 rounded-[2px] bg-[var(--bad-fill)]"
                      style={{ width: `${(error.count / most) * 100}%` }}
                    />
                    <span className="text-right font-semibold">{count(error.count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel title="Who calls it, whom it calls" sub="runs seen in traces">
          <Region asked={dependencies} what="The neighbours could not be read" rows={2}>
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
    <Panel title="Changes" sub="and what each one brought, 24 h before and after">
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
