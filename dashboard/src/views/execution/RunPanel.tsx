'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { ExecutionDetail } from '@/api/types';
import { Waterfall, type WaterfallMode } from '@/charts/Waterfall';
import { count, plural } from '@/format/numbers';
import { href, useAddressValue } from '@/shell/address';
import { Body, textOf } from '@/ui/Body';
import { ErrorState, Segments, Skeleton } from '@/ui/states';
import { ActionPanel } from './ActionPanel';
import { firstToRead, useActions } from './actions';
import { Outcomes } from './Outcomes';

const SEARCH_FROM = 25;
/** Longer bodies are folded, so that the actions stay visible. */
const SHORT = 600;

/** The actions on the left, the chosen one on the right. */
export function RunPanel({ execution }: { execution: ExecutionDetail }) {
  const [wanted, choose] = useAddressValue('action');
  const { asked, actions, lazy, complete, open, openAll, loading } = useActions(execution);
  const [mode, setMode] = useState<WaterfallMode>('waterfall');
  const [search, setSearch] = useState('');
  const first = useMemo(() => firstToRead(actions), [actions]);
  const chosen = actions.find((a) => a.spanId === wanted) ?? first;
  const whole = complete || loading !== null;
  return (
    <div className="cols grid min-h-0 flex-1 grid-cols-[minmax(0,620px)_minmax(0,1fr)] gap-4">
      <section className="panel flex min-h-75 flex-col" aria-label="Actions">
        <div className="head">
          <h2>Actions</h2>
          <span className="sub">{count(execution.actionCount)}</span>
          <span className="flex-1" />
          {!whole && (
            <button type="button" className="btn sm quiet" onClick={() => void openAll()}>
              Read all
            </button>
          )}
          {loading !== null && <span className="sub">{count(loading)} read</span>}
          {actions.length > SEARCH_FROM && (
            <input
              className="field h-6.5! w-36!"
              aria-label="Search in the actions"
              placeholder="Search"
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
                if (lazy && !whole && event.target.value) void openAll();
              }}
            />
          )}
          <Segments<WaterfallMode>
            label="Order of the actions"
            value={mode}
            options={[
              { value: 'waterfall', label: 'Waterfall' },
              { value: 'tree', label: 'Tree' },
              { value: 'cost', label: 'By cost' },
            ]}
            onChange={(value) => {
              setMode(value);
              if (value === 'cost' && !whole) void openAll();
            }}
          />
        </div>
        {asked.data === undefined ? (
          asked.error ? (
            <ErrorState
              what="The actions could not be read"
              error={asked.error}
              retry={() => void asked.refetch()}
            />
          ) : (
            <Skeleton rows={8} height={29} />
          )
        ) : (
          <Waterfall
            actions={actions}
            mode={mode}
            search={search}
            selected={chosen?.spanId ?? null}
            onSelect={choose}
            onOpen={lazy ? open : undefined}
          />
        )}
        <RunNotes execution={execution} />
      </section>
      {chosen ? (
        <ActionPanel execution={execution} action={chosen} actions={actions} />
      ) : (
        <section className="panel" aria-label="Action">
          {asked.data && (
            <p className="pad text-12 text-ink-3">
              No action has arrived yet. They appear here as the agent sends them.
            </p>
          )}
        </section>
      )}
    </div>
  );
}

/** What one has to know about the whole run: what is missing, whom it called, what went in and out. */
function RunNotes({ execution: run }: { execution: ExecutionDetail }) {
  const notes: string[] = [];
  if (run.missingSpans > 0) {
    notes.push(
      `${plural(run.missingSpans, 'action')} named as a parent did not arrive: not sampled, not exported, or still on the way. Their children stand at the top level.`,
    );
  }
  if (run.lateArrival)
    notes.push('It came in late, after its time had been counted; the counts were made again.');
  if (run.status === 'unknown') notes.push('No end was seen within 15 minutes after its last action.');
  const bodies = (['input', 'output'] as const).filter((side) => textOf(run[side]) !== '');
  return (
    <div className="max-h-[45%] flex-none overflow-auto text-12">
      {notes.map((note) => (
        <p key={note} className="border-t border-line px-3.5 py-2.5 text-ink-3">
          {note}
        </p>
      ))}
      {run.status !== 'running' && <Outcomes execution={run} />}
      {run.children.length > 0 && (
        <div className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-3.5 py-2.5">
          <span className="text-ink-3">Called</span>
          {run.children.slice(0, 30).map((child) => (
            <Link key={child.id} className="link" href={href('/execution', { id: child.id })}>
              {child.agent.name}
            </Link>
          ))}
          {run.children.length > 30 && (
            <span className="text-ink-3">and {run.children.length - 30} more</span>
          )}
        </div>
      )}
      {bodies.map((side) => (
        <details
          key={side}
          className="border-t border-line px-3.5 py-2.5"
          open={textOf(run[side]).length < SHORT && (side === 'input' || run.success.value === true)}
        >
          <summary className="cursor-pointer font-semibold">
            {side === 'input' ? 'Input of the run' : 'Output of the run'}
          </summary>
          <div className="pt-2">
            <Body value={run[side]} limit={4_000} />
          </div>
        </details>
      ))}
    </div>
  );
}
