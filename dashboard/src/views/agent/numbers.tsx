import type { MetricPoint } from '@/api/types';
import { count, latency } from '@/format/numbers';
import { costPerSuccess } from '@/format/statistics';
import type { PlainColumn } from '@/ui/PlainTable';
import { Interval, Money, Unknown, When } from '@/ui/values';

export const successes = (p: MetricPoint) =>
  p.successRate.value === null ? 0 : Math.round(p.successRate.value * p.successRate.n);
export const failures = (p: MetricPoint) => p.successRate.n - successes(p);

const quantile = (ms: number | null) => (ms === null ? <Unknown why="no run ended" /> : latency(ms));

/** What the charts of an agent show, as columns of a table. */
export const NUMBERS: PlainColumn<MetricPoint>[] = [
  { id: 'at', head: 'From', cell: (p) => <When at={p.at} /> },
  { id: 'runs', head: 'Runs', align: 'right', cell: (p) => count(p.executions) },
  { id: 'failed', head: 'Failed', align: 'right', cell: (p) => count(failures(p)) },
  {
    id: 'success',
    head: 'Success, 95 %',
    align: 'right',
    cell: (p) => <Interval rate={p.successRate} form="bounds" />,
  },
  { id: 'p95', head: 'p95', align: 'right', cell: (p) => quantile(p.latencyMs.p95) },
  { id: 'p50', head: 'p50', align: 'right', cell: (p) => quantile(p.latencyMs.p50) },
  {
    id: 'cost',
    head: 'Cost / success',
    align: 'right',
    cell: (p) => <Money usd={costPerSuccess(p.costUsd, successes(p))} why="no price or no success" />,
  },
];
