'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { get } from '@/api/client';
import { useAction, useExecution, useHistogram } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Action, Execution, List } from '@/api/types';
import { MiniWaterfall } from '@/charts/MiniWaterfall';
import { duration, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { Body, placeOf } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { glyphOfOutcome, outcomeOf, StatusGlyph, wordOfOutcome } from '@/ui/StatusGlyph';
import { EmptyState, Region } from '@/ui/states';
import { Money } from '@/ui/values';

const ACTIONS = 200;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The run that is chosen, beside the list: its shape, the failing action, its text. */
export function Peek({ run, range, onClose }: { run: Execution | null; range: Range; onClose: () => void }) {
  return (
    <aside className="panel flex min-h-0 flex-col" aria-label="Preview of a run">
      {run ? (
        <PeekBody run={run} range={range} onClose={onClose} />
      ) : (
        <EmptyState title="No run is chosen">
          Choose a row, or walk the rows with <kbd>J</kbd> and <kbd>K</kbd>, to see its shape and what failed.
        </EmptyState>
      )}
    </aside>
  );
}

function PeekBody({ run, range, onClose }: { run: Execution; range: Range; onClose: () => void }) {
  const outcome = outcomeOf(run);
  const detail = useExecution(run.id);
  const actions = useQuery({
    queryKey: ['peek', run.id, run.status],
    queryFn: ({ signal }) =>
      get<List<Action>>(`/executions/${run.id}/actions`, { parent: 'all', limit: ACTIONS }, signal),
  });
  const broken = actions.data?.items.findLast(
    (a) => a.status === 'error' && a.parentId !== null && a.spanId !== run.id.split('-')[1],
  );
  const broke = broken ?? actions.data?.items.find((a) => a.status === 'error');
  const brokenDetail = useAction(run.id, broke?.spanId ?? null);
  const same = useHistogram({ agent: run.agent.id, errorType: run.error?.type }, range, {
    enabled: !!run.error?.type,
    every: 0,
  });
  const others = (same.data?.total ?? 0) - 1;
  return (
    <>
      <div className="head">
        <h2 className="truncate" title={run.name ?? run.agent.name}>
          <Pills text={run.name ?? run.agent.name} />
        </h2>
        <span className="flex-1" />
        <button type="button" className="btn sm quiet -mr-2" aria-label="Close the preview" onClick={onClose}>
          <Icon name="x" size={13} />
        </button>
      </div>
      <div
        className="pad flex min-h-0 flex-1 flex-col gap-3 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="Details"
      >
        <div className="flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
          <StatusGlyph kind={glyphOfOutcome(outcome)} size={13} />
          <span className={outcome === 'failed' ? 'font-medium text-bad' : 'font-medium text-ink-2'}>
            {capital(wordOfOutcome(outcome))}
          </span>
          {run.durationMs !== null && <span>{duration(run.durationMs)}</span>}
          <span>·</span>
          <Money usd={run.costUsd} />
          {run.promptVersion && (
            <>
              <span>·</span>
              <span className="ver">{run.promptVersion}</span>
            </>
          )}
          {run.environment && (
            <>
              <span>·</span>
              <span>{run.environment}</span>
            </>
          )}
        </div>
        <Region asked={actions} what="The actions could not be read" rows={6}>
          {({ items, nextCursor }) => (
            <>
              <MiniWaterfall actions={items} limit={12} />
              {nextCursor && <p className="text-12 text-ink-3">The first {ACTIONS} actions are drawn.</p>}
            </>
          )}
        </Region>
        {(broke || run.error) && (
          <div>
            <div className="mb-1.5 text-12 [overflow-wrap:anywhere]">
              <span className="font-medium text-bad">{broke ? `${broke.name} failed` : 'Failed'}</span>{' '}
              <span className="text-ink-3">{broke?.error?.message ?? run.error?.message}</span>
            </div>
            {brokenDetail.data?.input !== null && brokenDetail.data?.input !== undefined && (
              <Body value={brokenDetail.data.input} place={placeOf(broke?.error?.message)} limit={700} />
            )}
          </div>
        )}
        {detail.data?.input !== null && detail.data?.input !== undefined && (
          <div className="flex flex-col gap-1">
            <h3 className="text-12 text-ink-3">Input</h3>
            <Body value={detail.data.input} limit={700} />
          </div>
        )}
        {outcome === 'succeeded' && detail.data?.output !== null && detail.data?.output !== undefined && (
          <div className="flex flex-col gap-1">
            <h3 className="text-12 text-ink-3">Output</h3>
            <Body value={detail.data.output} limit={700} />
          </div>
        )}
        {run.error?.type && others > 0 && (
          <p className="sub">
            The same error type is in{' '}
            <Link
              className="link"
              href={href('/executions', {
                agent: run.agent.id,
                errorType: run.error.type,
                from: range.from,
                to: range.to,
              })}
            >
              {plural(others, 'other run')}
            </Link>{' '}
            of this range.
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line px-3.5 py-2.5">
        <Link className="btn sm" href={href('/execution', { id: run.id })}>
          Open run <kbd>↵</kbd>
        </Link>
        {run.sessionId && (
          <Link className="btn sm quiet" href={href('/session', { id: run.sessionId })}>
            Session
          </Link>
        )}
      </div>
    </>
  );
}
