import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ExecutionDetail } from '@/api/types';
import { count, duration, moneyPerRun, plural, shortId, tokenPair, tokens } from '@/format/numbers';
import { href } from '@/shell/address';
import { CopyText } from '@/ui/CopyText';
import { Pills } from '@/ui/Pseudonyms';
import { Facts, Money, When } from '@/ui/values';

/** A fact that leads to the other runs that share it. */
const runsWith = (param: string, value: string, shown: ReactNode = value) => (
  <Link className="hover:underline" href={href('/executions', { [param]: value })}>
    {shown}
  </Link>
);

/** What a run took by itself. */
function Cost({ run }: { run: ExecutionDetail }) {
  return (
    <>
      <Money usd={run.costUsd} />
      {!!run.unpricedCalls && run.costUsd !== null && (
        <span className="text-ink-3"> + {plural(run.unpricedCalls, 'call')} without a price</span>
      )}
    </>
  );
}

/** What the run took together with the runs that it called; null where it called none. */
function withSubAgents({ total, actionCount }: ExecutionDetail): string | null {
  if (total.actionCount <= actionCount) return null;
  const spent = (total.inputTokens ?? 0) + (total.outputTokens ?? 0);
  return [
    total.costUsd === null ? null : moneyPerRun(total.costUsd),
    spent > 0 ? `${tokens(spent)} tokens` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The facts of a run: each leads to what shares it, ids can be copied. */
export function RunFacts({ run }: { run: ExecutionDetail }) {
  const [model] = run.models;
  const others = run.models.length - 1;
  const where = [run.environment, run.agentVersion].filter(Boolean).join(' · ');
  return (
    <Facts
      facts={[
        [
          'Agent',
          <Link key="a" className="hover:underline" href={href('/agent', { id: run.agent.id })}>
            {run.agent.name}
          </Link>,
        ],
        ['Started', <When key="s" at={run.startedAt} as="stamp" />],
        ['Duration', run.durationMs === null ? null : duration(run.durationMs)],
        ['Cost', <Cost key="c" run={run} />],
        ['Tokens', run.inputTokens === null ? null : tokenPair(run.inputTokens, run.outputTokens)],
        ['Incl. sub-agents', withSubAgents(run)],
        [
          'Model',
          model && (
            <>
              {runsWith('model', model)}
              {others > 0 && <span className="text-ink-3"> +{count(others)}</span>}
            </>
          ),
          run.models.join(', '),
        ],
        [
          'Prompt',
          run.promptVersion && runsWith('promptVersion', run.promptVersion),
          run.promptName ?? undefined,
        ],
        [run.agentVersion ? 'Version' : 'Environment', where || null],
        [
          'Session',
          run.sessionId && (
            <Link className="hover:underline" href={href('/session', { id: run.sessionId })}>
              <Pills text={run.sessionId} />
            </Link>
          ),
          run.sessionId ?? undefined,
        ],
        [
          'User',
          run.userId && runsWith('userId', run.userId, <Pills text={run.userId} />),
          run.userId ?? undefined,
        ],
        [
          'Called by',
          run.parent && (
            <Link key="p" className="hover:underline" href={href('/execution', { id: run.parent.id })}>
              {run.parent.agent.name}
            </Link>
          ),
        ],
        ['Trace', <CopyText key="tr" text={run.traceId} shown={shortId(run.traceId)} what="trace id" />],
      ]}
    />
  );
}
