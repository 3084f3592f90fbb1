'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { ApiError, get, path } from '@/api/client';
import { useLimits } from '@/api/govern';
import { useExecution } from '@/api/queries';
import type { Action, Approval, ExecutionDetail, LimitsInForce, List, Role } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { count, cut, duration, elapsed, moneyPerRun, plural } from '@/format/numbers';
import { clockSeconds } from '@/format/time';
import { href } from '@/shell/address';
import { usePaused } from '@/shell/freshness';
import { covers } from '@/shell/sections';
import { textOf } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { ErrorState, Skeleton } from '@/ui/states';
import { useZone } from '@/ui/values';
import { spanOf } from '../execution/calls';
import { stateAt, useSeconds } from './waiting';

/** An SDK sends a run while it goes on, or when it ends: until then it is asked for again. */
const AGAIN_MS = 3_000;
/** Actions that are shown: the newest ones, which led to the question. */
const SHOWN = 8;
const RESULT_LENGTH = 90;

/** What the run did before it asked, and what it used of its limits. */
export function RunSoFar({ approval, role }: { approval: Approval; role: Role | undefined }) {
  const id = approval.executionId ?? '';
  const run = useExecution(id);
  const missing = run.error instanceof ApiError && run.error.status === 404 && !run.data;
  const paused = usePaused();
  const { refetch } = run;
  useEffect(() => {
    if (!missing || paused) return;
    const again = setInterval(() => void refetch(), AGAIN_MS);
    return () => clearInterval(again);
  }, [missing, paused, refetch]);
  const limits = useLimits(approval.agent.id).data;
  return (
    <section className="border-t border-line p-3.5" aria-label="The run so far">
      <h3 className="pb-1.5 text-12">
        <span className="font-semibold">The run so far</span>{' '}
        {run.data && (
          <span className="text-ink-3">
            {run.data.subject && `“${cut(run.data.subject, 60)}” · `}
            <Used run={run.data} limits={limits} />
          </span>
        )}
      </h3>
      {run.data ? (
        <Actions approval={approval} run={run.data} role={role} />
      ) : missing ? (
        <>
          <p className="text-12 text-ink-3" role="status">
            The run has not arrived yet: its SDK sends it later. This page looks again every few seconds.
          </p>
          <Rows rows={[]} approval={approval} role={role} />
        </>
      ) : run.error instanceof ApiError && run.error.status === 400 ? (
        <p className="text-12 text-ink-3">
          The question names the run <code>{id}</code>, which is no id of a run here.
        </p>
      ) : run.error ? (
        <ErrorState what="The run could not be read" error={run.error} retry={() => run.refetch()} />
      ) : (
        <Skeleton rows={3} height={24} />
      )}
    </section>
  );
}

/** `4 of 30 actions · $0.0412 of $0.60`: what is not limited stands alone. */
function Used({ run, limits }: { run: ExecutionDetail; limits: LimitsInForce | undefined }) {
  const { maxActions = null, maxCostUsd = null } = limits?.effective ?? {};
  const n = run.actionCount;
  return (
    <>
      {maxActions === null ? plural(n, 'action') : `${count(n)} of ${plural(maxActions, 'action')}`} ·{' '}
      {run.costUsd === null
        ? 'cost unknown'
        : `${run.unpricedCalls > 0 ? 'at least ' : ''}${moneyPerRun(run.costUsd)}`}
      {maxCostUsd !== null && ` of ${moneyPerRun(maxCostUsd).replace(/(\.\d\d\d*?)0+$/, '$1')}`}
    </>
  );
}

function Actions({
  approval,
  run,
  role,
}: {
  approval: Approval;
  run: ExecutionDetail;
  role: Role | undefined;
}) {
  const actions = useQuery({
    queryKey: ['run-so-far', run.id, run.actionCount],
    queryFn: ({ signal }) =>
      get<List<Action>>(path`/executions/${run.id}/actions`, { parent: 'all', limit: 1_000 }, signal),
    refetchInterval: run.status === 'running' ? AGAIN_MS : false,
  });
  if (actions.error && !actions.data)
    return (
      <ErrorState
        what="The actions could not be read"
        error={actions.error}
        retry={() => actions.refetch()}
      />
    );
  if (!actions.data) return <Skeleton rows={3} height={24} />;
  // What began after the question did not lead to it; what only holds other actions did nothing itself.
  const before = actions.data.items
    .filter((each) => each.kind !== 'agent' && each.kind !== 'chain')
    .filter((each) => Date.parse(each.startedAt) < Date.parse(approval.askedAt))
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const left = before.length - SHOWN;
  return (
    <>
      {actions.data.nextCursor !== null ? (
        <p className="pb-1 text-12 text-ink-3">
          Only its first {count(actions.data.items.length)} actions were looked at.
        </p>
      ) : (
        left > 0 && (
          <p className="pb-1 text-12 text-ink-3">{plural(left, 'earlier action')} not shown here.</p>
        )
      )}
      {before.length === 0 && (
        <p className="pb-1 text-12 text-ink-3">No action from before the question has arrived yet.</p>
      )}
      <Rows rows={before.slice(-SHOWN)} approval={approval} role={role} />
    </>
  );
}

/** What an action came to, in a line; null where that is not known, or not for this reader. */
function resultOf(action: Action, detail: Action | undefined): string | null {
  if (action.error) return action.error.message ?? action.error.type ?? 'failed';
  const text = detail ? textOf(detail.output).replace(/\s+/g, ' ').trim() : '';
  return text ? cut(text, RESULT_LENGTH) : null;
}

function Rows({ rows, approval, role }: { rows: Action[]; approval: Approval; role: Role | undefined }) {
  const zone = useZone();
  const now = useSeconds();
  const mayRead = covers(role, 'developer');
  const details = useQueries({
    queries: rows.map((each) => ({
      queryKey: ['action', each.executionId, spanOf(each)],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<Action>(path`/executions/${each.executionId}/actions/${spanOf(each)}`, {}, signal),
      enabled: mayRead,
      staleTime: 60_000,
    })),
  });
  const waits = stateAt(approval, now) === 'pending';
  return (
    <ol className="run-so-far">
      {rows.map((each, i) => {
        const kind = kindOf(each.kind);
        return (
          <li key={each.id}>
            <time className="text-ink-3">{clockSeconds(each.startedAt, zone)}</time>
            <Icon name={kind.icon} size={13} style={{ color: kind.hue, marginTop: 3 }} />
            <span className="sr-only">{kind.word}</span>
            <Link
              className="min-w-0 truncate hover:underline"
              title={each.name}
              href={href('/execution', { id: each.executionId, action: each.spanId })}
            >
              {each.name}
            </Link>
            <span className={`what ${each.error ? 'text-bad' : 'text-ink-3'}`}>
              <Pills text={resultOf(each, details[i]?.data) ?? ''} />
            </span>
            <span className="text-right text-ink-2">
              {each.durationMs === null ? 'no end seen' : duration(each.durationMs)}
            </span>
          </li>
        );
      })}
      <li className="font-medium">
        <time className="text-ink-3">{clockSeconds(approval.askedAt, zone)}</time>
        <span className="pt-0.5">
          <StatusGlyph kind="you" />
        </span>
        <code className="min-w-0 truncate">{approval.tool}</code>
        <span className="what">{waits ? 'waits for a person' : 'asked a person'}</span>
        <span className="text-right">{waits && elapsed(now - Date.parse(approval.askedAt))}</span>
      </li>
    </ol>
  );
}
