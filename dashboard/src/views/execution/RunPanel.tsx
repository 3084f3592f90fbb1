'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { ExecutionDetail } from '@/api/types';
import { Waterfall, type WaterfallMode } from '@/charts/Waterfall';
import { count } from '@/format/numbers';
import { useAddressValue } from '@/shell/address';
import { ErrorState, Segments, Skeleton } from '@/ui/states';
import { firstToRead, useActions } from './actions';
import { useCalls } from './calls';
import { RunNotes } from './RunNotes';

/** The same panel, empty, so that nothing moves when it comes. */
const Waiting = () => <section className="panel" aria-label="Action" />;

const ActionPanel = dynamic(() => import('./ActionPanel').then((m) => m.ActionPanel), {
  ssr: false,
  loading: Waiting,
});

const SEARCH_FROM = 25;
const MODES: WaterfallMode[] = ['waterfall', 'tree', 'cost'];

/** The actions on the left, the chosen one on the right. */
export function RunPanel({ execution }: { execution: ExecutionDetail }) {
  const [wanted, choose] = useAddressValue('action');
  const { asked, actions: own, lazy, complete, open, openAll, loading } = useActions(execution);
  const total = execution.total.actionCount;
  const { tree: actions, open: openCall } = useCalls(own, complete, Math.max(total, execution.actionCount));
  const [view, setView] = useAddressValue('view');
  const mode = MODES.find((each) => each === view) ?? 'waterfall';
  const [search, setSearch] = useState('');
  const first = useMemo(() => firstToRead(own), [own]);
  const chosen = actions.find((a) => a.spanId === wanted) ?? first;
  const openAny = async (spanId: string) => {
    const action = actions.find((a) => a.spanId === spanId);
    const calls = action?.called ?? [];
    const more = lazy && !complete && !spanId.includes('/');
    await Promise.all([...calls.map(openCall), ...(more ? [open(spanId)] : [])]);
  };
  const whole = complete || loading !== null;
  return (
    <div className="cols run-panels grid min-h-0 flex-1 gap-4">
      <section className="panel flex min-h-75 flex-col" aria-label="Actions">
        <div className="head">
          <h2>Actions</h2>
          <span className="sub">
            {count(execution.actionCount)}
            {total > execution.actionCount && `, ${count(total)} incl. sub-agents`}
          </span>
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
              setView(value === 'waterfall' ? null : value);
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
            onOpen={openAny}
          />
        )}
        <RunNotes execution={execution} actions={own} />
      </section>
      {chosen ? (
        <ActionPanel action={chosen} actions={actions} />
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
