import type { Agent, NeedsYou, Rate } from '@/api/types';
import { count, latency, objective, plural } from '@/format/numbers';
import { href } from '@/shell/address';

/** The runs behind a line: exactly those that it counts. */
export function needAddress(need: NeedsYou): string {
  if (need.rule === 'slow') {
    return href('/executions', {
      agent: need.agent.id,
      minDurationMs: need.limitMs === null ? null : String(need.limitMs),
      from: need.since ?? '-1h',
    });
  }
  if (need.rule === 'silent') return href('/executions', { agent: need.agent.id, from: '-30d' });
  return href('/executions', { agent: need.agent.id, failed: 'true', from: need.since ?? '-1h' });
}

export const mainAction = (need: NeedsYou) =>
  ({ below_objective: 'Show failed runs', slow: 'Show slow runs', silent: 'Show last runs' })[need.rule];

export const failedShare = (rate: Rate | null | undefined): number | null =>
  rate?.value === null || rate?.value === undefined ? null : 1 - rate.value;

const failures = (rate: Rate) => Math.round((1 - (rate.value ?? 1)) * rate.n);

/** The error of most failures, in words; empty where none stands out or it has no type. */
function errorOf({ topError, windowFailed }: NeedsYou, counted: boolean): string {
  if (!topError?.type || topError.type === 'unspecified') return '';
  const where = `${topError.type}${topError.action ? ` in ${topError.action}` : ''}`;
  if (counted) return `, ${count(topError.count)} of them with ${where}`;
  return topError.count * 2 >= windowFailed ? `, mostly with ${where}` : '';
}

/** What is wrong, without since when: `33 of 155 runs failed, mostly with JSONDecodeError in parse_output`. */
export function whatIsWrong(need: NeedsYou): string {
  if (need.rule === 'slow') {
    return [
      need.latencyP95Ms !== null && `p95 ${latency(need.latencyP95Ms)}`,
      need.limitMs !== null && `limit ${latency(need.limitMs)}`,
    ]
      .filter(Boolean)
      .join(', ');
  }
  if (need.rule === 'silent') return 'no runs come in any more';
  const since = need.since ? need.sinceThen : null;
  if (since && since.n > 0)
    return `${count(failures(since))} of ${plural(since.n, 'run')} failed${errorOf(need, false)}`;
  return `${count(need.windowFailed)} of ${plural(need.windowExecutions, 'run')} failed in the last hour${errorOf(need, true)}`;
}

/** `below its objective of 98 %`. */
export const target = (need: NeedsYou): string =>
  need.rule === 'below_objective' && need.objective !== null
    ? `below its objective of ${objective(need.objective)}`
    : '';

/** The line of an agent that its page is about: failing before slow. None where it is healthy by now. */
export const needOf = (needs: NeedsYou[], agent: Pick<Agent, 'id' | 'status'>): NeedsYou | undefined =>
  agent.status === 'healthy' ? undefined : needs.find((need) => need.agent.id === agent.id);
