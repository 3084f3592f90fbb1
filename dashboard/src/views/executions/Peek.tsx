'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { get, path } from '@/api/client';
import { useExecution, useHistogram } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Action, Execution, List } from '@/api/types';
import { MiniWaterfall } from '@/charts/MiniWaterfall';
import { duration, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { Body } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { glyphOfOutcome, outcomeOf, StatusGlyph, wordOfOutcome } from '@/ui/StatusGlyph';
import { Region } from '@/ui/states';
import { Money } from '@/ui/values';
import { Broken, brokenAction } from './Broken';
import { titleOf } from './title';

const ACTIONS = 200;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The run that is chosen, beside the list: its shape, the failing action, its text. */
export function Peek(props: { run: Execution; range: Range; onOpen: () => void; onClose: () => void }) {
  return (
    <aside className="panel peek flex min-h-0 flex-col" aria-label="Preview of a run">
      <PeekBody {...props} />
    </aside>
  );
}

function PeekBody({
  run,
  range,
  onOpen,
  onClose,
}: {
  run: Execution;
  range: Range;
  onOpen: () => void;
  onClose: () => void;
}) {
  const outcome = outcomeOf(run);
  const detail = useExecution(run.id);
  const actions = useQuery({
    queryKey: ['peek', run.id, run.status],
    queryFn: ({ signal }) =>
      get<List<Action>>(path`/executions/${run.id}/actions`, { parent: 'all', limit: ACTIONS }, signal),
  });
  const broke = brokenAction(run, actions.data?.items ?? []);
  const same = useHistogram({ agent: run.agent.id, errorType: run.error?.type }, range, {
    enabled: !!run.error?.type,
    every: 0,
  });
  const others = (same.data?.total ?? 0) - 1;
  return (
    <>
      <div className="head">
        <h2 className="truncate" title={titleOf(run)}>
          <Pills text={titleOf(run)} />
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
        <Broken run={run} action={broke} />
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
        <Link
          className="btn sm"
          href={href('/execution', { id: run.id })}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen();
          }}
        >
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
