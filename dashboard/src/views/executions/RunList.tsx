'use client';

import { useCallback, useMemo } from 'react';
import { ApiError } from '@/api/client';
import type { Agent, Execution } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState, Skeleton } from '@/ui/states';
import type { AttributeColumn } from './attribute-columns';
import { executionColumns } from './columns';
import { type Filter, wordsOf } from './filter/filters';
import type { useExecutionRows } from './rows';
import { orderWords } from './sorting';

/** The runs themselves, or why there are none. */
export function RunList({
  list,
  filters,
  agents,
  sort,
  columns: attributes,
  without,
  selectedId,
  onSort,
  onSelect,
  onOpen,
  onHover,
  onRemove,
  onRange,
}: {
  list: ReturnType<typeof useExecutionRows>;
  filters: Filter[];
  agents: Agent[];
  sort: string;
  /** Columns of attributes. */
  columns: AttributeColumn[];
  /** How many runs match without the last filter, once that is known. */
  without: number | undefined;
  selectedId: string | null;
  onSort: (sort: string) => void;
  onSelect: (run: Execution) => void;
  onOpen: (run: Execution) => void;
  onHover: (inside: boolean) => void;
  onRemove: (filter: Filter) => void;
  onRange: (from: string) => void;
}) {
  const { pages, rows } = list;
  const byAgent = filters.some((f) => f.param === 'agent' && f.values.length === 1);
  const longest = useMemo(() => {
    const known = rows.slice(0, 300).map((run) => run.durationMs ?? 0);
    return known.sort((a, b) => a - b)[Math.floor(known.length * 0.97)] ?? 1;
  }, [rows]);
  const columns = useMemo(
    () => executionColumns(longest * 1.1, !byAgent, attributes),
    [longest, byAgent, attributes],
  );
  const more = useCallback(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  }, [pages]);
  if (!pages.data) {
    return pages.error ? (
      <ErrorState what="The list could not be read" error={pages.error} retry={() => void pages.refetch()}>
        {pages.error instanceof ApiError && pages.error.status > 0 && (
          <button type="button" className="btn sm quiet" onClick={() => onRange('-1h')}>
            Shorter range: 1 h
          </button>
        )}
      </ErrorState>
    ) : (
      <Skeleton rows={12} height={30} />
    );
  }
  if (rows.length === 0) {
    const last = filters.at(-1);
    if (last) {
      const words = wordsOf(last, agents);
      return (
        <EmptyState
          title={
            <>
              No run matches <code>{`${words.field} ${words.op} ${words.value}`}</code>
            </>
          }
          action={
            <button type="button" className="btn sm" onClick={() => onRemove(last)}>
              Remove this filter
            </button>
          }
        >
          {list.scannedTo
            ? 'Older runs were not searched. A shorter range is searched whole.'
            : without === undefined
              ? 'Other runs may match without it.'
              : without === 0
                ? 'No run matches without it either.'
                : `${plural(without, 'run')} ${without === 1 ? 'matches' : 'match'} without it.`}
        </EmptyState>
      );
    }
    return (
      <EmptyState
        title="No run in this time"
        action={
          <>
            <button type="button" className="btn sm" onClick={() => onRange('-30d')}>
              Show 30 days
            </button>
            <a className="btn sm quiet" href="/connect">
              Connect an agent
            </a>
          </>
        }
      >
        Runs appear here as agents send them. Older runs may exist.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label={`Runs, ${orderWords(sort)}`}
      columns={columns}
      rows={rows}
      rowKey={(run) => run.id}
      selected={selectedId}
      sort={sort}
      onSort={onSort}
      narrowHeight={66}
      onSelect={onSelect}
      onOpen={onOpen}
      onEnd={more}
      onHover={onHover}
      isNew={(run) => list.fresh.has(run.id)}
      footer={
        pages.isFetchingNextPage
          ? 'Reading more runs'
          : !pages.hasNextPage && rows.length > 20
            ? `${count(rows.length)} runs, all of this range`
            : null
      }
    />
  );
}
