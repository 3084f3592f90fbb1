'use client';

import { useMemo, useState } from 'react';
import type { Agent, MetricPoint } from '@/api/types';
import type { Mark } from '@/charts/ChangeMarks';
import { ticksTo, windowEnd } from '@/charts/scale';
import { TimeChart, type TimePoint } from '@/charts/TimeChart';
import {
  bounds,
  count,
  forChart,
  latency,
  MIN_RUNS,
  moneyPerRun,
  objective,
  percent,
  plural,
} from '@/format/numbers';
import { costPerSuccess } from '@/format/statistics';
import { clock } from '@/format/time';
import { AsTable } from '@/ui/AsTable';
import { Money, Unknown, useZone } from '@/ui/values';
import { failures, NUMBERS, successes } from './numbers';

/** Windows with fewer runs are gaps in the line of a rate. */
const MIN_WINDOW = 5;

/** The lower end of the axis of a rate: above zero only as far as the intervals allow. */
function floorOf(points: (TimePoint | null)[]): number {
  const low = points.reduce((min, p) => Math.min(min, p?.low ?? 1), 1);
  return Math.max(0, Math.min(0.9, Math.floor(low * 10) / 10));
}

/** Four charts on one axis: success, latency, cost per success, runs. */
export function AgentCharts({
  agent,
  points,
  axis,
  stepMs,
  stepWords,
  marks,
  badFrom,
}: {
  agent: Agent;
  points: MetricPoint[];
  axis: { from: number; to: number };
  stepMs: number;
  stepWords: string;
  marks: Mark[];
  badFrom: number | null;
}) {
  const zone = useZone();
  const [pointer, setPointer] = useState<number | null>(null);
  const series = useMemo(() => {
    const at = (p: MetricPoint) => windowEnd(Date.parse(p.at), stepMs, axis.to);
    return {
      success: points.map((p): TimePoint | null =>
        p.successRate.value === null || p.successRate.n < MIN_WINDOW
          ? null
          : { at: at(p), value: p.successRate.value, low: p.successRate.low, high: p.successRate.high },
      ),
      p95: points.map((p) => (p.latencyMs.p95 === null ? null : { at: at(p), value: p.latencyMs.p95 })),
      p50: points.map((p) => (p.latencyMs.p50 === null ? null : { at: at(p), value: p.latencyMs.p50 })),
      cost: points.map((p) => {
        const cost = forChart(costPerSuccess(p.costUsd, successes(p)));
        return cost === null ? null : { at: at(p), value: cost };
      }),
    };
  }, [points, stepMs, axis.to]);
  const under = useMemo(
    () =>
      pointer === null
        ? null
        : (points.findLast((p) => Date.parse(p.at) <= pointer && pointer < Date.parse(p.at) + stepMs * 1.5) ??
          null),
    [pointer, points, stepMs],
  );
  const floor = floorOf(series.success);
  const most = (list: (TimePoint | null)[], extra = 0) => Math.max(extra, ...list.map((p) => p?.value ?? 0));
  const limit = agent.objectives?.latencyP95Ms ?? null;
  const p95 = agent.health?.latencyMs.p95;
  const slow = !under && limit !== null && !!p95 && p95 > limit;
  const cost = under ? costPerSuccess(under.costUsd, successes(under)) : agent.costPerSuccessUsd;
  const latencyTicks = ticksTo(most(series.p95, limit ?? 0));
  const costTicks = ticksTo(most(series.cost));
  const runTicks = ticksTo(Math.max(1, ...points.map((p) => p.executions)), 3).filter(Number.isInteger);
  const shared = { from: axis.from, to: axis.to, marks, pointer, onPointer: setPointer };
  const health = agent.health;
  const rate = under ? under.successRate : health?.successRate;
  const when = under ? clock(under.at, zone) : 'last hour';
  const goal = agent.objectives?.successRate ?? null;
  return (
    <section className="panel" aria-label="How it does over time">
      <AsTable
        label={`Its numbers per ${stepWords}, newest first`}
        columns={NUMBERS}
        rows={points.filter((p) => p.executions > 0).toReversed()}
        rowKey={(p) => p.at}
      >
        <TimeChart
          {...shared}
          title="Success"
          sub={goal === null ? when : `objective ${objective(goal)}, dotted · ${when}`}
          value={
            rate &&
            rate.value !== null &&
            rate.low !== null &&
            rate.high !== null &&
            (under || rate.n >= MIN_RUNS) ? (
              <>
                <b className={`font-semibold ${agent.status === 'failing' && !under ? 'text-bad' : ''}`}>
                  {percent(rate.value)}
                </b>{' '}
                <span className="ci text-12">
                  {bounds(rate.low, rate.high)}, n {count(rate.n)}
                </span>
              </>
            ) : (
              <Unknown why="too few runs" short={`${rate?.n ?? 0} of ${MIN_RUNS} runs`} />
            )
          }
          label={`Success over time${goal === null ? '' : `, objective ${objective(goal)}`}`}
          series={[{ points: series.success, tone: 'ink-2' }]}
          domain={[floor, 1]}
          ticks={[floor, (floor + 1) / 2, 1]}
          format={(v) => percent(v, 0)}
          objective={goal}
          badFrom={badFrom}
          showMarkLabels
          height={200}
        />
        <TimeChart
          {...shared}
          title="Latency"
          sub={`p95, p50 below${limit === null ? '' : `; objective ${latency(limit)}, dotted`} · ${when}`}
          value={
            (under ? under.latencyMs.p95 : health?.latencyMs.p95) === null || (!under && !health) ? (
              <Unknown why="no run ended" short="no run ended" />
            ) : (
              <>
                <b className={`font-semibold ${slow ? 'text-warn' : ''}`}>
                  {latency((under ? under.latencyMs.p95 : health?.latencyMs.p95) ?? 0)}
                </b>{' '}
                <span className="ci text-12">p95</span>
              </>
            )
          }
          label="Latency over time, p95 and p50"
          series={[
            { points: series.p95, tone: 'ink-2' },
            { points: series.p50, tone: 'ink-3' },
          ]}
          domain={[0, latencyTicks.at(-1) ?? 1]}
          ticks={latencyTicks}
          format={(v) => (v === 0 ? '0 s' : latency(v).replace(/\.0(?=\u00a0)/, ''))}
          objective={limit}
          height={136}
        />
        <TimeChart
          {...shared}
          title="Cost per success"
          sub={`failed runs included · ${when}`}
          value={
            <b className="font-semibold">
              {cost === null ? (
                <Unknown why="no price or no success" short="no price or no success" />
              ) : (
                <Money usd={cost} />
              )}
            </b>
          }
          label="Cost per success over time"
          series={[{ points: series.cost, tone: 'ink-2' }]}
          domain={[0, costTicks.at(-1) ?? 1]}
          ticks={costTicks}
          format={(v) => (v === 0 ? '$0' : moneyPerRun(v.toFixed(8)))}
          height={124}
        />
        <TimeChart
          {...shared}
          title={`Runs per ${stepWords}`}
          sub={`failed in red · ${when}`}
          value={
            <span className="ci text-12">
              <b className="font-semibold text-ink-1">
                {under
                  ? plural(under.executions, 'run')
                  : agent.runsPerHour === null
                    ? '– not seen'
                    : `${count(Math.round(agent.runsPerHour))} / h`}
              </b>
              {under && failures(under) > 0 && ` ${count(failures(under))} failed`}
            </span>
          }
          label={`Runs per ${stepWords}, failed in red`}
          series={[]}
          bars={points.map((p) => ({ at: Date.parse(p.at), value: p.executions, failed: failures(p) }))}
          stepMs={stepMs}
          domain={[0, runTicks.at(-1) ?? 1]}
          ticks={runTicks}
          format={(v) => count(v)}
          showAxis
          height={118}
        />
      </AsTable>
    </section>
  );
}
