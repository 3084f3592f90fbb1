'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { useAttributes, type useFacets, useHistogram } from '@/api/queries';
import type { Agent, Execution } from '@/api/types';
import { count } from '@/format/numbers';
import { href, useAddress, useAddressValue } from '@/shell/address';
import { useKeys } from '@/shell/keys';
import { useNarrow } from '@/ui/narrow';
import { Skeleton } from '@/ui/states';
import { chosenColumns } from './attribute-columns';
import { ColumnMenu } from './ColumnMenu';
import { type Filter, queryOf } from './filter/filters';
import { OrderChoice } from './OrderChoice';
import type { ListQuery } from './query';
import type { useExecutionRows } from './rows';
import { NEWEST_FIRST } from './sorting';
import { attributesOf } from './values';
import { rememberWalk } from './walk';

/** As high as the evidence, so that nothing moves when it comes. */
const Waiting = () => <div className="panel h-[124px] flex-none max-sm:hidden" />;

const Evidence = dynamic(() => import('./Evidence').then((m) => m.Evidence), {
  ssr: false,
  loading: Waiting,
});
const RunList = dynamic(() => import('./RunList').then((m) => m.RunList), {
  ssr: false,
  loading: () => <Skeleton rows={12} />,
});
const Peek = dynamic(() => import('./Peek').then((m) => m.Peek), { ssr: false });

/** The runs that match: over time, what the failed ones share, the list, and the chosen one beside it. */
export function Runs({
  list,
  rows,
  agents,
  histogram,
  facets,
  onHover,
  onAdd,
  onRemove,
}: {
  list: ListQuery;
  rows: ReturnType<typeof useExecutionRows>;
  agents: Agent[];
  histogram: ReturnType<typeof useHistogram>;
  facets: ReturnType<typeof useFacets>;
  onHover: (inside: boolean) => void;
  onAdd: (filter: Filter) => void;
  onRemove: (filter: Filter) => void;
}) {
  const { change, router } = useAddress();
  const narrow = useNarrow();
  const { filters, query, range, sort } = list;
  const [selectedId, select] = useAddressValue('sel');
  const selected = rows.rows.find((run) => run.id === selectedId) ?? null;
  const declared = useAttributes().data?.items;
  const columns = useMemo(() => chosenColumns(list.columns, declared ?? []), [list.columns, declared]);
  const known = useMemo(
    () => [
      ...(declared ?? []).map(({ key, label }) => ({ key, label: label ?? key })),
      ...attributesOf(rows.rows)
        .filter((key) => !declared?.some((each) => each.key === key))
        .map((key) => ({ key, label: key })),
    ],
    [declared, rows.rows],
  );
  const empty = rows.pages.data !== undefined && rows.rows.length === 0;
  const without = useHistogram(queryOf(filters.slice(0, -1)), range, {
    enabled: empty && filters.length > 0,
    every: 0,
    keep: false,
  });

  const open = (run: Execution) => {
    const failed = histogram.data?.complete ? histogram.data.failed : null;
    rememberWalk(rows, { query, range, sort, failed });
    router.push(href('/execution', { id: run.id }));
  };
  const order = (to: string) => change({ sort: to === NEWEST_FIRST ? null : to, tail: null }, 'push');
  const step = (by: number) => {
    const at = rows.rows.findIndex((run) => run.id === selectedId);
    const next = rows.rows[Math.max(0, Math.min(rows.rows.length - 1, at < 0 ? 0 : at + by))];
    if (next) select(next.id);
  };
  useKeys([
    { key: 'j', does: 'next run', run: () => step(1) },
    { key: 'k', does: 'previous run', run: () => step(-1) },
    { key: 'ArrowDown', does: 'next run', run: () => step(1) },
    { key: 'ArrowUp', does: 'previous run', run: () => step(-1) },
    { key: ' ', does: 'preview on and off', run: () => (selectedId ? select(null) : step(0)) },
    { key: 'Enter', does: 'open the run', run: () => selected && open(selected) },
    { key: 'Escape', does: 'close the preview', run: () => select(null) },
  ]);

  return (
    <>
      <Evidence
        histogram={histogram}
        facets={facets}
        range={range}
        agent={query.agent?.length === 1 ? query.agent[0] : undefined}
        agents={agents}
        filters={filters}
        onFilter={onAdd}
      />
      <div className="runs grid min-h-0 flex-1 gap-4" data-peek={!!selected || undefined}>
        <section className="panel flex min-h-75 flex-col" aria-label="Runs">
          <div className="head">
            <h2>Runs</h2>
            <OrderChoice kind="runs" sort={sort} onSort={order} />
            <span className="flex-1" />
            {rows.waiting > 0 && (
              <button type="button" className="btn sm" onClick={rows.take}>
                {count(rows.waiting)}
                {rows.waiting === 50 ? ' or more' : ''} newer
              </button>
            )}
            <ColumnMenu chosen={columns} known={known} onChange={(to) => change({ columns: to })} />
          </div>
          <RunList
            list={rows}
            filters={filters}
            agents={agents}
            sort={sort}
            columns={columns}
            without={without.data?.total}
            selectedId={selectedId}
            onSort={order}
            onSelect={(run) => (narrow ? open(run) : select(run.id))}
            onOpen={open}
            onHover={onHover}
            onRemove={onRemove}
            onRange={(from) => change({ from, to: null }, 'push')}
          />
        </section>
        {selected && !narrow && (
          <Peek run={selected} range={range} onOpen={() => open(selected)} onClose={() => select(null)} />
        )}
      </div>
    </>
  );
}
