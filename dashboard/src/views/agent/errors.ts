import type { Agent, MetricPoint } from '@/api/types';

const HOUR_MS = 3_600_000;

export interface ErrorRow {
  type: string;
  count: number;
  /** Against the rest of the range; null where there are too few runs to compare with. */
  usual: 'new' | 'more than usual' | 'as usual' | null;
}

/** Fewer runs than this before the last hour say nothing about what is usual. */
const LEAST_RUNS = 20;

/** The errors of the last hour, and whether the runs before it had them too. */
export function errorRows(agent: Agent, points: MetricPoint[], now: number): ErrorRow[] {
  const before = points.filter((p) => Date.parse(p.at) < now - HOUR_MS);
  const runs = before.reduce((sum, p) => sum + p.executions, 0);
  const known = new Map<string, number>();
  for (const { type, count } of before.flatMap((p) => p.errors))
    known.set(type, (known.get(type) ?? 0) + count);
  const recent = agent.health?.executions ?? 0;
  return (agent.health?.errors ?? []).map(({ type, count }) => {
    if (runs < LEAST_RUNS) return { type, count, usual: null };
    const seen = known.get(type) ?? 0;
    const expected = (seen / runs) * recent;
    // Three standard deviations of a Poisson count above what the runs before would give.
    const usual =
      seen === 0 ? 'new' : count > expected + 3 * Math.sqrt(expected) + 1 ? 'more than usual' : 'as usual';
    return { type, count, usual };
  });
}
