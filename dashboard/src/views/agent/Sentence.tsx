'use client';

import type { Agent, NeedsYou } from '@/api/types';
import { bounds, count, MIN_RUNS, percent, plural } from '@/format/numbers';
import { nameChange } from '@/ui/changes';
import { When } from '@/ui/values';
import { SlowCause } from '../fleet/SlowCause';
import { causeOf, detailOf, wrongOf } from './wrong';

/** What is wrong, since when, after what, and with which error: `fails one run in three since prompt v14 at 15:34:39`. */
function Wrong({ agent, need }: { agent: Agent; need: NeedsYou }) {
  const cause = causeOf(need);
  const detail = detailOf(need);
  return (
    <>
      {agent.name}{' '}
      <span className={need.severity === 'failing' ? 'text-bad' : 'text-warn'}>{wrongOf(need)}</span>
      {need.since && (
        <>
          {' since '}
          {cause && `${nameChange(cause)} at `}
          <When at={need.since} />
        </>
      )}
      {detail && `: ${detail}`}.{' '}
      {need.slowest && (
        <span className="q">
          <SlowCause need={need} />.
        </span>
      )}
    </>
  );
}

/** The sentence that answers Agent: how does it do? */
export function Sentence({ agent, need }: { agent: Agent; need: NeedsYou | undefined }) {
  const rate = agent.health?.successRate;
  if (agent.archivedAt) {
    return (
      <>
        {agent.name} is archived. <span className="q">It comes back when it runs again.</span>
      </>
    );
  }
  if (need) return <Wrong agent={agent} need={need} />;
  switch (agent.status) {
    case 'failing':
    case 'degraded':
      return (
        <>
          {agent.name} is {agent.status === 'failing' ? 'failing' : 'outside its targets'}
          {agent.statusReason ? ': ' : '.'}
          {agent.statusReason && (
            <span className={agent.status === 'failing' ? 'text-bad' : 'text-warn'}>
              {agent.statusReason.charAt(0).toLowerCase() + agent.statusReason.slice(1)}.
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
              {percent(rate.value)} of {plural(rate.n, 'run')} succeeded in the last hour (95 % interval{' '}
              {bounds(rate.low, rate.high)}).
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
            {count(rate?.n ?? 0)} of {MIN_RUNS} runs in the last hour.
          </span>
        </>
      );
  }
}
