'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { remove } from '@/api/client';
import { useExecution, useStatus } from '@/api/queries';
import type { ExecutionDetail } from '@/api/types';
import { count, cut, plural, shortId } from '@/format/numbers';
import { href, useAddress } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { Page } from '@/shell/Page';
import { toast } from '@/shell/toasts';
import { isNotHere, NotHere } from '@/ui/NotHere';
import { useNarrow } from '@/ui/narrow';
import { outcomeOf } from '@/ui/StatusGlyph';
import { CopyButton, EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer } from '@/ui/values';
import { Broken, brokenAction } from '../executions/Broken';
import { titleOf } from '../executions/title';
import { useActions } from './actions';
import { RunFacts } from './RunFacts';
import { RunPanel } from './RunPanel';
import { Sentence } from './Sentence';
import { useWalk, type Walking } from './useWalk';

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
    <Page crumbs={[{ name: 'Executions', href: '/executions' }, id ? shortId(id) : 'Run']} title="Run">
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
        ) : execution.error ? (
          <Absent id={id} error={execution.error} retry={() => void execution.refetch()} />
        ) : (
          <Skeleton rows={8} />
        )}
      </Panel>
    </Page>
  );
}

/** Why there is no run to show, and the way on. */
function Absent({ id, error, retry }: { id: string; error: Error; retry: () => void }) {
  if (!isNotHere(error)) return <ErrorState what="The run could not be read" error={error} retry={retry} />;
  if (error.status === 404)
    return <NotHere what="run" error={error} home="/executions" homeName="All runs" />;
  return (
    <EmptyState
      title="This is not the id of a run"
      action={
        <Link className="btn sm" href="/executions">
          All runs
        </Link>
      }
    >
      <code>{cut(id, 60)}</code> is not the id of a run: 32 hex digits, or 32 and 16 with a hyphen between.
    </EmptyState>
  );
}

function ExecutionView({ execution: run, walk }: { execution: ExecutionDetail; walk: Walking }) {
  const narrow = useNarrow();
  const { router } = useAddress();
  const client = useQueryClient();
  const status = useStatus();
  const { at, total, last, go, back } = walk;
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
      title={
        titleOf(run) === run.agent.name
          ? `${run.agent.name} ${shortId(run.traceId)}`
          : `${run.agent.name}: ${titleOf(run)}`
      }
      fill
      tools={
        at >= 0 &&
        total > 1 && (
          <span className="flex items-center gap-2">
            <span className="only-wide text-12 text-ink-3">
              {count(at + 1)} of {count(total)} failed
            </span>
            <button
              type="button"
              className="btn sm"
              aria-label="Previous failed run"
              disabled={at === 0}
              onClick={() => void go(-1)}
            >
              K
            </button>
            <button
              type="button"
              className="btn sm"
              aria-label="Next failed run"
              disabled={last}
              onClick={() => void go(1)}
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
            <>
              {run.error?.type && (
                <Link
                  className="btn only-wide"
                  href={href('/executions', { agent: run.agent.id, errorType: run.error.type })}
                >
                  Runs with this error
                </Link>
              )}
              <CopyButton label="Copy link" text={() => window.location.href} />
              <button
                type="button"
                className="btn sm quiet only-wide"
                disabled={!canDelete}
                title={canDelete ? undefined : 'Only an administrator may delete a run.'}
                onClick={() => setDeleting(true)}
              >
                Delete…
              </button>
            </>
          }
        >
          <Sentence run={run} />
        </Answer>
        {narrow && outcomeOf(run) === 'failed' && <WhatBroke run={run} />}
        <RunFacts run={run} />
      </div>
      <RunPanel execution={run} />
      {deleting && (
        <ChangeDialog
          title="Delete this run"
          what={`${plural(run.actionCount, 'action')} of ${run.agent.name}, with all their content. Totals already counted are kept.`}
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

/** On small screens, before all else: what broke, with the place in the text. */
function WhatBroke({ run }: { run: ExecutionDetail }) {
  const { actions } = useActions(run);
  return (
    <section className="panel pad flex-none" aria-label="What broke">
      <Broken run={run} action={brokenAction(run, actions)} />
    </section>
  );
}
