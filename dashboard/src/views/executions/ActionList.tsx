'use client';

import { useState } from 'react';
import { count } from '@/format/numbers';
import { useAddress } from '@/shell/address';
import { DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { actionColumns } from './columns';
import { KINDS } from './kinds';
import type { ListQuery } from './query';
import { useActionRows } from './rows';

/** The conditions of the page as the list of actions knows them. */
function filtersFor({ applied, query }: ListQuery) {
  const one = (param: string) =>
    applied.some((filter) => filter.param === param) ? query[param]?.[0] : undefined;
  const failed = one('failed') ?? (one('success') && String(one('success') === 'false'));
  return {
    agent: one('agent'),
    model: one('model'),
    errorType: one('errorType'),
    status: failed ? (failed === 'true' ? 'error' : 'ok') : one('status'),
  };
}

/** The actions of the runs, by kind. */
export function ActionList({ list }: { list: ListQuery }) {
  const { params, change } = useAddress();
  const kind = KINDS.find((each) => each === params.get('kind'));
  const [reading, setReading] = useState(false);
  const { pages, rows, waiting, take } = useActionRows(
    { ...filtersFor(list), kind },
    list.range,
    list.tail,
    reading,
  );
  return (
    <Panel
      className="flex min-h-75 flex-1 flex-col"
      title="Actions"
      sub="newest first"
      tools={
        <>
          {waiting > 0 && (
            <button type="button" className="btn sm" onClick={take}>
              {count(waiting)} newer
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
              {KINDS.map((each) => (
                <option key={each}>{each}</option>
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
          narrowHeight={50}
        />
      )}
    </Panel>
  );
}
