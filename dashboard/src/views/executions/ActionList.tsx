'use client';

import { useState } from 'react';
import type { Range } from '@/api/time-range';
import { useAddress } from '@/shell/address';
import { DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { actionColumns } from './columns';
import { useActionRows } from './rows';

/** The actions of the runs, by kind. */
export function ActionList({
  query,
  range,
  tail,
}: {
  query: Record<string, string>;
  range: Range;
  tail: boolean;
}) {
  const { params, change } = useAddress();
  const kind = params.get('kind') ?? undefined;
  const filters = {
    agent: query.agent,
    model: query.model,
    status: query.failed ? 'error' : query.status,
    kind,
  };
  const [reading, setReading] = useState(false);
  const { pages, rows, waiting, take } = useActionRows(filters, range, tail, reading);
  const ignored = Object.keys(query).filter(
    (param) => !['agent', 'model', 'failed', 'status'].includes(param),
  );
  return (
    <Panel
      className="flex min-h-75 flex-1 flex-col"
      title="Actions"
      sub={ignored.length > 0 ? `of all runs: ${ignored.join(', ')} narrows runs only` : 'newest first'}
      tools={
        <>
          {waiting > 0 && (
            <button type="button" className="btn sm" onClick={take}>
              {waiting} newer
            </button>
          )}
          <label className="flex items-center gap-2 text-12 text-ink-3">
            Kind
            <select
              className="sel"
              value={kind ?? ''}
              onChange={(event) => change({ kind: event.target.value || null })}
            >
              <option value="">all</option>
              {[
                'llm',
                'tool',
                'retrieval',
                'embedding',
                'agent',
                'chain',
                'guardrail',
                'handoff',
                'memory',
                'other',
              ].map((k) => (
                <option key={k}>{k}</option>
              ))}
            </select>
          </label>
        </>
      }
    >
      {!pages.data ? (
        pages.error ? (
          <ErrorState
            what="The actions could not be read"
            error={pages.error}
            retry={() => void pages.refetch()}
          />
        ) : (
          <Skeleton rows={12} height={30} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title="No action in this time">Another kind or a longer range may have some.</EmptyState>
      ) : (
        <DataTable
          label="Actions, newest first"
          columns={actionColumns}
          rows={rows}
          rowKey={(a) => `${a.executionId}/${a.spanId}`}
          onHover={setReading}
          onEnd={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
        />
      )}
    </Panel>
  );
}
