'use client';

import Link from 'next/link';
import { useAgentMetrics, useAttributes, useGroups } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Agent, Group, Metrics } from '@/api/types';
import { ForestRow } from '@/charts/ForestRow';
import { count, latency } from '@/format/numbers';
import { costPerSuccess } from '@/format/statistics';
import { href, useAddress } from '@/shell/address';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Interval, Money, Unknown, When } from '@/ui/values';

interface Split {
  value: string;
  label: string;
  head: string;
  /** Values that follow each other in time, and can be compared two by two. */
  versions: boolean;
}

const SPLITS: Split[] = [
  { value: 'promptVersion', label: 'Prompt', head: 'By prompt version', versions: true },
  { value: 'model', label: 'Model', head: 'By model', versions: true },
  { value: 'version', label: 'Version', head: 'By agent version', versions: true },
];
/** Declared attributes beside them: more would not fit. */
const ATTRIBUTES = 2;
const MOST = 8;

function useSplits(): Split[] {
  const declared = useAttributes().data?.items ?? [];
  return [
    ...SPLITS,
    ...declared.slice(0, ATTRIBUTES).map(({ key, label }) => ({
      value: `attr.${key}`,
      label,
      head: `By ${label.toLowerCase()}`,
      versions: false,
    })),
  ];
}

const successes = (group: Group) => group.executions - group.failed - (group.successRate?.unknown ?? 0);

/** When each value was first seen, by the value. */
const sights = (metrics: Metrics | undefined) =>
  new Map((metrics?.series ?? []).map((series) => [series.by, series.firstSeenAt]));

function Row({
  group,
  firstSeenAt,
  from,
  goal,
  versions,
}: {
  group: Group;
  firstSeenAt: string | null;
  from: number;
  goal: number | null;
  versions: boolean;
}) {
  const rate = group.successRate;
  const bad = goal !== null && rate !== null && rate.high !== null && rate.high < goal;
  return (
    <tr data-hot={bad || undefined}>
      <td>
        {group.key ? (
          <span className="ver block max-w-[150px] truncate" title={group.key}>
            {group.key}
          </span>
        ) : (
          <span className="text-ink-3">not sent</span>
        )}
      </td>
      {versions && (
        <td className="b-since text-12 text-ink-3">
          {firstSeenAt ? <When at={firstSeenAt} /> : <Unknown why="not known" />}
        </td>
      )}
      <td className="r">{count(group.executions)}</td>
      <td className="b-forest">
        {rate && <ForestRow rate={rate} from={from} objective={goal} bad={bad} width={64} />}
      </td>
      <td>
        <Interval rate={rate} tone={bad ? 'bad' : undefined} form="bounds" />
      </td>
      <td className="r b-cost">
        <Money usd={costPerSuccess(group.costUsd, successes(group))} why="no price or no success" />
      </td>
      <td className="r b-p95">{group.p95 === null ? <Unknown why="no run ended" /> : latency(group.p95)}</td>
    </tr>
  );
}

/** The two newest values, side by side on a page of their own. */
function CompareLink({
  agent,
  by,
  groups,
  seen,
  range,
}: {
  agent: Agent;
  by: string;
  groups: Group[];
  seen: Map<string | null, string | null>;
  range: Range;
}) {
  const [b, a] = groups
    .filter((group) => group.key !== null)
    .toSorted((x, y) => (seen.get(y.key) ?? '').localeCompare(seen.get(x.key) ?? ''));
  if (!a?.key || !b?.key) return null;
  const to = href('/compare', { id: agent.id, by, a: a.key, b: b.key, from: range.from, to: range.to });
  return (
    <p className="border-t border-line px-3.5 py-2 text-12">
      <Link className="link" href={to}>
        Compare {b.key} and {a.key}
      </Link>
    </p>
  );
}

/** The numbers of an agent by prompt version, model, agent version or a declared attribute, on one axis. */
export function Breakdown({ agent, range, step }: { agent: Agent; range: Range; step: string }) {
  const { params, change } = useAddress();
  const splits = useSplits();
  const by = splits.find((split) => split.value === params.get('by')) ?? (splits[0] as Split);
  const asked = useGroups(by.value, { agent: agent.id, limit: 20 }, range);
  const metrics = useAgentMetrics(by.versions ? agent.id : null, range, step, by.value);
  const seen = sights(metrics.data);
  const goal = agent.objectives?.successRate ?? null;
  return (
    <Panel
      title={by.head}
      tools={
        <Segments
          label="Split by"
          value={by.value}
          options={splits.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => change({ by: value })}
        />
      }
    >
      <Region asked={asked} what="The split could not be read" rows={3} head={31}>
        {({ items }) => {
          if (items.length === 0) {
            return (
              <EmptyState title="Nothing to split">No run of this range says which one it was.</EmptyState>
            );
          }
          const low = Math.min(...items.map((group) => group.successRate?.low ?? 1), goal ?? 1);
          return (
            <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Table of the split">
              <table className="plain">
                <thead>
                  <tr>
                    <th>{by.label}</th>
                    {by.versions && <th className="b-since">First seen</th>}
                    <th className="r">Runs</th>
                    <th className="b-forest">
                      <span className="sr-only">Interval</span>
                    </th>
                    <th>Success, 95 %</th>
                    <th className="r b-cost">Cost / success</th>
                    <th className="r b-p95">p95</th>
                  </tr>
                </thead>
                <tbody>
                  {items.slice(0, MOST).map((group) => (
                    <Row
                      key={group.key ?? ''}
                      group={group}
                      firstSeenAt={seen.get(group.key) ?? null}
                      from={Math.max(0, Math.floor(low * 10 - 0.5) / 10)}
                      goal={goal}
                      versions={by.versions}
                    />
                  ))}
                </tbody>
              </table>
              {items.length > MOST && (
                <p className="px-3.5 py-2 text-12 text-ink-3">{count(items.length - MOST)} more not shown</p>
              )}
            </div>
          );
        }}
      </Region>
      {by.versions && (
        <CompareLink agent={agent} by={by.value} groups={asked.data?.items ?? []} seen={seen} range={range} />
      )}
    </Panel>
  );
}
