'use client';

import { useAgentMetrics } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Agent, Metrics } from '@/api/types';
import { ForestRow } from '@/charts/ForestRow';
import { count } from '@/format/numbers';
import { costPerSuccess, pooled, sumUsd } from '@/format/statistics';
import { useAddress } from '@/shell/address';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Interval, Money, When } from '@/ui/values';

const BY = [
  { value: 'promptVersion', label: 'Prompt', head: 'By prompt version' },
  { value: 'model', label: 'Model', head: 'By model' },
  { value: 'version', label: 'Version', head: 'By agent version' },
] as const;
type By = (typeof BY)[number]['value'];

interface Row {
  name: string | null;
  runs: number;
  since: string | null;
  rate: ReturnType<typeof pooled>;
  cost: string | null;
}

function rowsOf(metrics: Metrics): Row[] {
  return metrics.series
    .map(({ by, points }) => {
      const rate = pooled(points.map((p) => p.successRate));
      return {
        name: by,
        runs: points.reduce((sum, p) => sum + p.executions, 0),
        since: points.find((p) => p.executions > 0)?.at ?? null,
        rate,
        cost: costPerSuccess(sumUsd(points.map((p) => p.costUsd)), Math.round((rate.value ?? 0) * rate.n)),
      };
    })
    .filter((row) => row.runs > 0)
    .sort((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
}

/** The same numbers by prompt version, model or agent version, as forest rows on one axis. */
export function Breakdown({ agent, range, step }: { agent: Agent; range: Range; step: string }) {
  const { params, change } = useAddress();
  const by: By = BY.find((b) => b.value === params.get('by'))?.value ?? 'promptVersion';
  const asked = useAgentMetrics(agent.id, range, step, by);
  const goal = agent.objectives?.successRate ?? null;
  return (
    <Panel
      title={BY.find((b) => b.value === by)?.head ?? ''}
      tools={
        <Segments<By>
          label="Split by"
          value={by}
          options={BY.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => change({ by: value })}
        />
      }
    >
      <Region asked={asked} what="The split could not be read" rows={3}>
        {(metrics) => {
          const rows = rowsOf(metrics);
          if (rows.length === 0) {
            return (
              <EmptyState title="Nothing to split">No run of this range says which one it was.</EmptyState>
            );
          }
          // What ran in the first window of the range may have begun long before it.
          const earliest = metrics.series.flatMap((s) => s.points[0]?.at ?? []).toSorted()[0];
          const low = Math.min(...rows.map((r) => r.rate.low ?? 1), goal ?? 1);
          const from = Math.max(0, Math.floor(low * 10 - 0.5) / 10);
          return (
            <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Table of the split">
              <table className="plain">
                <thead>
                  <tr>
                    <th>{BY.find((b) => b.value === by)?.label}</th>
                    <th className="only-wide-cell">Seen since</th>
                    <th className="r">Runs</th>
                    <th className="only-wide-cell">
                      <span className="sr-only">Interval</span>
                    </th>
                    <th>Success, 95 %</th>
                    <th className="r">Cost / success</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, 8).map((row) => {
                    const bad = goal !== null && row.rate.high !== null && row.rate.high < goal;
                    return (
                      <tr key={row.name ?? ''} data-hot={bad || undefined}>
                        <td>
                          {row.name ? (
                            <span className="ver">{row.name}</span>
                          ) : (
                            <span className="text-ink-3">not sent</span>
                          )}
                        </td>
                        <td className="only-wide-cell text-12 text-ink-3">
                          {row.since === earliest && 'before '}
                          {row.since && <When at={row.since} />}
                        </td>
                        <td className="r">{count(row.runs)}</td>
                        <td className="only-wide-cell">
                          <ForestRow rate={row.rate} from={from} objective={goal} bad={bad} width={64} />
                        </td>
                        <td>
                          <Interval rate={row.rate} tone={bad ? 'bad' : undefined} form="bounds" />
                        </td>
                        <td className="r">
                          <Money usd={row.cost} why="no price or no success" />
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          );
        }}
      </Region>
    </Panel>
  );
}
