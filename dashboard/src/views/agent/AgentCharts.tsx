'use client';

import { useMemo, useState } from 'react';
import type { Agent, MetricPoint } from '@/api/types';
import { countScale } from '@/charts/bars';
import type { Mark } from '@/charts/ChangeMarks';
import { ticksTo, windowEnd } from '@/charts/scale';
import { TimeChart, type TimePoint } from '@/charts/TimeChart';
import { type RateWindow, windowsOf } from '@/charts/windows';
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

/** Windows with fewer runs are gaps in the line of a quantile. */
const MIN_WINDOW = 5;

/** The lower end of the axis of a rate: above zero only as far as the intervals allow. */
function floorOf(windows: (RateWindow | null)[]): number {
  const low = windows.reduce((min, window) => Math.min(min, window?.rate.low ?? 1), 1);
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
  onBrush,
}: {
  agent: Agent;
  points: MetricPoint[];
  axis: { from: number; to: number };
  stepMs: number;
  stepWords: string;
  marks: Mark[];
  badFrom: number | null;
  onBrush: (from: number, to: number) => void;
}) {
  const zone = useZone();
  const [pointer, setPointer] = useState<number | null>(null);
  const series = useMemo(() => {
    const at = (p: MetricPoint) => windowEnd(Date.parse(p.at), stepMs, axis.to);
    const quantile = (read: (p: MetricPoint) => number | null) =>
      points.map((p) => {
        const value = p.executions < MIN_WINDOW ? null : read(p);
        return value === null ? null : { at: at(p), value };
      });
    return {
      success: windowsOf(points, stepMs, axis, badFrom),
      p95: quantile((p) => p.latencyMs.p95),
      p50: quantile((p) => p.latencyMs.p50),
      cost: quantile((p) => forChart(costPerSuccess(p.costUsd, successes(p)))),
    };
  }, [points, stepMs, axis, badFrom]);
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
  const runs = countScale(
    points.map((p) => p.executions),
    0,
    1,
  );
  const shared = { from: axis.from, to: axis.to, marks, pointer, onPointer: setPointer, onBrush };
  const health = agent.health;
  const rate = under ? under.successRate : health?.successRate;
  const when = under ? `at ${clock(under.at, zone)}` : 'in the last hour';
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
          sub={goal === null ? undefined : `objective ${objective(goal)}, dotted; 95 % band`}
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
                  {bounds(rate.low, rate.high)} of {plural(rate.n, 'run')} {when}
                </span>
              </>
            ) : (
              <Unknown why="too few runs" short={`${rate?.n ?? 0} of ${MIN_RUNS} runs`} />
            )
          }
          label={`Success over time${goal === null ? '' : `, objective ${objective(goal)}`}`}
          rate={series.success}
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
          sub={`p95, p50 below${limit === null ? '' : `; objective ${latency(limit)}, dotted`}`}
          value={
            (under ? under.latencyMs.p95 : health?.latencyMs.p95) === null || (!under && !health) ? (
              <Unknown why="no run ended" short="no run ended" />
            ) : (
              <>
                <b className={`font-semibold ${slow ? 'text-warn' : ''}`}>
                  {latency((under ? under.latencyMs.p95 : health?.latencyMs.p95) ?? 0)}
                </b>{' '}
                <span className="ci text-12">p95 {when}</span>
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
          sub="failed runs included"
          value={
            cost === null ? (
              <Unknown why="no price or no success" short="no price or no success" />
            ) : (
              <>
                <b className="font-semibold">
                  <Money usd={cost} />
                </b>{' '}
                <span className="ci text-12">{when}</span>
              </>
            )
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
          sub="failed in red"
          value={
            <span className="ci text-12">
              <b className="font-semibold text-ink-1">
                {under
                  ? plural(under.executions, 'run')
                  : agent.runsPerHour === null
                    ? '– not seen'
                    : `${count(Math.round(agent.runsPerHour))} / h`}
              </b>
              {under && failures(under) > 0 && `, ${count(failures(under))} failed`}
              {under && ` ${when}`}
            </span>
          }
          label={`Runs per ${stepWords}, failed in red`}
          bars={points.map((p) => ({ at: Date.parse(p.at), value: p.executions, failed: failures(p) }))}
          stepMs={stepMs}
          domain={[0, runs.cap]}
          ticks={runs.ticks}
          format={(v) => count(v)}
          showAxis
          height={118}
        />
      </AsTable>
    </section>
  );
}
