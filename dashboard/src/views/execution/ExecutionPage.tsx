'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ApiError, remove } from '@/api/client';
import { useExecution, useStatus } from '@/api/queries';
import type { ExecutionDetail } from '@/api/types';
import { duration, plural, shortId, tokenPair } from '@/format/numbers';
import { href, useAddress } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { toast } from '@/shell/toasts';
import { Pills } from '@/ui/Pseudonyms';
import { outcomeOf } from '@/ui/StatusGlyph';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer, Facts, Money, When } from '@/ui/values';
import { recallWalk, type Walk } from '../executions/walk';
import { RunPanel } from './RunPanel';

const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });

/** Execution: what happened in this run? */
export function ExecutionPage() {
  const { params } = useAddress();
  const id = params.get('id');
  const execution = useExecution(id);
  // The keys stay while the next run is being read: one pressed meanwhile is not lost.
  const walk = useWalk(id ?? '');
  if (execution.data) return <ExecutionView execution={execution.data} walk={walk} />;
  return (
    <Page crumbs={[{ name: 'Executions', href: '/executions' }, id ? shortId(id) : 'Run']}>
      <h1 className="answer q">Run</h1>
      <Panel label="Run">
        {!id ? (
          <EmptyState title="No run was named">
            The address of a run carries its id.{' '}
            <Link className="link" href="/executions">
              Choose one from the list
            </Link>
            .
          </EmptyState>
        ) : execution.error instanceof ApiError && execution.error.status === 404 ? (
          <EmptyState
            title="This run is not here"
            action={
              <Link className="btn sm" href="/executions">
                All runs
              </Link>
            }
          >
            {execution.error.message} <code>{shortId(id)}</code>
          </EmptyState>
        ) : execution.error ? (
          <ErrorState
            what="The run could not be read"
            error={execution.error}
            retry={() => execution.refetch()}
          />
        ) : (
          <Skeleton rows={8} />
        )}
      </Panel>
    </Page>
  );
}

function Sentence({ run }: { run: ExecutionDetail }) {
  const outcome = outcomeOf(run);
  const name = run.name ?? run.agent.name;
  if (outcome === 'failed') {
    const why = run.error?.message ?? run.error?.type;
    return (
      <>
        <Pills text={name} /> failed{why ? ': ' : '.'}
        {why && (
          <span className="text-bad">
            <Pills text={why} />
          </span>
        )}
      </>
    );
  }
  if (outcome === 'succeeded') {
    return (
      <>
        <Pills text={name} /> succeeded{run.durationMs === null ? '' : ` in ${duration(run.durationMs)}`}.{' '}
        <span className="q">
          {run.error
            ? `It met ${run.error.type ?? 'an error'} on the way and got past it.`
            : `By ${run.success.source ?? 'status'}.`}
        </span>
      </>
    );
  }
  if (outcome === 'running')
    return (
      <>
        <Pills text={name} /> is running.
      </>
    );
  return (
    <>
      <Pills text={name} /> ended. <span className="q">Whether it succeeded is not known yet.</span>
    </>
  );
}

type Walking = ReturnType<typeof useWalk>;

/** The failed runs of the list one came from, and the keys that walk them. */
function useWalk(id: string) {
  const { router } = useAddress();
  const [walk, setWalk] = useState<Walk | null>(null);
  useEffect(() => setWalk(recallWalk()), []);
  const at = walk?.ids.indexOf(id) ?? -1;
  const back = `/executions${walk?.back ?? ''}`;
  const go = (by: number) => {
    const next = at < 0 ? undefined : walk?.ids[at + by];
    if (next) router.push(href('/execution', { id: next }));
  };
  useKeys([
    { key: 'j', does: 'next failed run', run: () => go(1) },
    { key: 'k', does: 'previous failed run', run: () => go(-1) },
    { key: 'Escape', does: 'back to the list', run: () => router.push(back) },
  ]);
  return { at, total: walk?.ids.length ?? 0, go, back };
}

function ExecutionView({ execution: run, walk }: { execution: ExecutionDetail; walk: Walking }) {
  const { router } = useAddress();
  const client = useQueryClient();
  const status = useStatus();
  const { at, total, go, back } = walk;
  const [deleting, setDeleting] = useState(false);
  const canDelete = status.data?.principal.role === 'admin';
  useCommands('Do, on this run', [
    {
      id: 'agent',
      icon: 'agent',
      title: `Go to ${run.agent.name}`,
      href: href('/agent', { id: run.agent.id }),
    },
    ...(run.sessionId
      ? [
          {
            id: 'session',
            icon: 'executions' as const,
            title: 'Open its session',
            href: href('/session', { id: run.sessionId }),
          },
        ]
      : []),
    {
      id: 'copy-id',
      icon: 'copy',
      title: 'Copy the trace id',
      run: () => void navigator.clipboard.writeText(run.traceId),
    },
    ...(canDelete
      ? [
          {
            id: 'delete',
            icon: 'x' as const,
            title: 'Delete this run…',
            detail: 'asks for a reason',
            run: () => setDeleting(true),
          },
        ]
      : []),
  ]);
  return (
    <Page
      crumbs={[
        { name: 'Executions', href: back },
        { name: run.agent.name, href: href('/agent', { id: run.agent.id }) },
        shortId(run.traceId),
      ]}
      fill
      tools={
        at >= 0 &&
        total > 1 && (
          <span className="flex items-center gap-2">
            <span className="only-wide text-12 text-ink-3">
              {at + 1} of {total} failed
            </span>
            <button
              type="button"
              className="btn sm"
              aria-label="Previous failed run"
              disabled={at === 0}
              onClick={() => go(-1)}
            >
              K
            </button>
            <button
              type="button"
              className="btn sm"
              aria-label="Next failed run"
              disabled={at === total - 1}
              onClick={() => go(1)}
            >
              J
            </button>
          </span>
        )
      }
    >
      <div className="flex flex-none flex-col gap-1.5">
        <Answer
          actions={
            <button
              type="button"
              className="btn quiet only-wide"
              disabled={!canDelete}
              title={canDelete ? undefined : 'Only an administrator may delete a run.'}
              onClick={() => setDeleting(true)}
            >
              Delete…
            </button>
          }
        >
          <Sentence run={run} />
        </Answer>
        <RunFacts run={run} />
      </div>
      <RunPanel execution={run} />
      {deleting && (
        <ChangeDialog
          title="Delete this run"
          what={`${plural(run.actionCount, 'action')} of ${run.agent.name}, with all their content. Counts and costs that were added up already stay.`}
          verb="Delete this run"
          danger
          reasons={['The end user asked for deletion', 'It holds data that must not be stored']}
          confirmWith={run.traceId.slice(0, 8)}
          onClose={() => setDeleting(false)}
          onConfirm={async (reason) => {
            await remove(`/executions/${run.id}`, { reason });
            toast({ kind: 'better', title: 'The run is being deleted', detail: run.traceId.slice(0, 8) });
            void client.invalidateQueries();
            router.push(back);
          }}
        />
      )}
    </Page>
  );
}

function RunFacts({ run }: { run: ExecutionDetail }) {
  const total = run.total;
  const deeper = total && total.actionCount > run.actionCount;
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
        [
          'Cost',
          <span key="c">
            <Money usd={run.costUsd} />
            {!!run.unpricedCalls && run.costUsd !== null && (
              <span className="text-ink-3"> + {plural(run.unpricedCalls, 'call')} without a price</span>
            )}
          </span>,
        ],
        ['With its calls', deeper ? <Money key="t" usd={total.costUsd} /> : null],
        ['Tokens', run.inputTokens === null ? null : tokenPair(run.inputTokens, run.outputTokens)],
        ['Model', run.models.join(', ') || null, run.models.join(', ')],
        ['Prompt', run.promptVersion, run.promptName ?? undefined],
        ['Version', run.agentVersion],
        ['Environment', run.environment],
        [
          'Session',
          run.sessionId && (
            <Link key="x" className="hover:underline" href={href('/session', { id: run.sessionId })}>
              <Pills text={run.sessionId} />
            </Link>
          ),
          run.sessionId ?? undefined,
        ],
        ['User', run.userId && <Pills text={run.userId} />, run.userId ?? undefined],
        [
          'Outcome',
          run.success.value === false && run.success.source ? `failed, by ${run.success.source}` : null,
        ],
        [
          'Called by',
          run.parent && (
            <Link key="p" className="hover:underline" href={href('/execution', { id: run.parent.id })}>
              {run.parent.agent.name}
            </Link>
          ),
        ],
        ['Trace', <code key="tr">{shortId(run.traceId)}</code>, run.traceId],
      ]}
    />
  );
}
