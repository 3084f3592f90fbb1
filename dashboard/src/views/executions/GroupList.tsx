'use client';

import Link from 'next/link';
import { useGroupPages, useHistogram } from '@/api/queries';
import type { Group, Groups, Histogram, Usd } from '@/api/types';
import { count, forChart, latency, moneySum, percent, plural, tokens } from '@/format/numbers';
import { useAddress } from '@/shell/address';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer, Interval, Money, Unknown } from '@/ui/values';
import { filterOf, type Grouping, nameOf } from './grouping';
import { OrderChoice } from './OrderChoice';
import type { ListQuery } from './query';
import { orderWords } from './sorting';

/** Numbers that take the place of the cost on small screens. */
const NUMBERS = ['successRate', 'p95', 'tokens'];

/** The address of the runs of one group. */
type HrefOf = (group: Group) => string;

const columnsOf = (
  grouping: Grouping,
  hrefOf: HrefOf,
  dearest: number,
  sortedBy: string,
): Column<Group>[] => [
  {
    id: 'key',
    head: grouping.one.replace(/^\w/, (c) => c.toUpperCase()),
    width: 'minmax(140px, 1.6fr)',
    narrow: 'minmax(0, 1fr)',
    sort: 'key',
    rises: true,
    cell: (group) => <GroupName group={group} grouping={grouping} to={hrefOf(group)} />,
  },
  {
    id: 'runs',
    head: 'Runs',
    width: 'minmax(64px, .5fr)',
    align: 'right',
    wide: true,
    sort: 'executions',
    cell: (group) => count(group.executions),
  },
  {
    id: 'failed',
    head: 'Failed',
    width: 'minmax(64px, .5fr)',
    align: 'right',
    wide: true,
    drop: 2,
    cell: (group) =>
      group.failed > 0 ? (
        <span className="text-bad">{count(group.failed)}</span>
      ) : (
        <span className="text-ink-3">0</span>
      ),
  },
  {
    id: 'success',
    head: 'Success',
    width: 'minmax(112px, .7fr)',
    narrow: '112px',
    align: 'right',
    wide: true,
    sort: 'successRate',
    cell: (group) => <Interval rate={group.successRate} />,
  },
  {
    id: 'p95',
    head: 'p95',
    width: 'minmax(64px, .5fr)',
    narrow: '96px',
    align: 'right',
    wide: true,
    sort: 'p95',
    cell: (group) => (group.p95 === null ? <Unknown why="no run has ended" /> : latency(group.p95)),
  },
  {
    id: 'tokens',
    head: 'Tokens',
    width: 'minmax(72px, .5fr)',
    narrow: '96px',
    align: 'right',
    wide: true,
    drop: 3,
    sort: 'tokens',
    cell: (group) =>
      group.tokens === null ? (
        <Unknown why="tokens not sent" />
      ) : (
        <span className="text-ink-2">{tokens(group.tokens)}</span>
      ),
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'Own cost of the runs, without their sub-agents',
    width: 'minmax(150px, .9fr)',
    narrow: '96px',
    align: 'right',
    // a phone has room for one number: the one that the rows are sorted by
    wide: NUMBERS.includes(sortedBy),
    sort: 'costUsd',
    cell: (group) => <Cost group={group} dearest={dearest} />,
  },
];

function GroupName({ group, grouping, to }: { group: Group; grouping: Grouping; to: string }) {
  const name = nameOf(group, grouping);
  return (
    <>
      <Link
        href={to}
        className={`block truncate text-13 leading-6 hover:underline ${group.key === null && !group.agent ? 'text-ink-3' : ''}`}
        title={name}
      >
        {name}
      </Link>
      <span className="narrow-block truncate text-12 leading-[18px] text-ink-3">
        {plural(group.executions, 'run')}
        {group.failed > 0 && <span className="text-bad"> · {count(group.failed)} failed</span>}
      </span>
    </>
  );
}

/** The cost with its share of the dearest; runs without a price are said, not counted as nothing. */
function Cost({ group, dearest }: { group: Group; dearest: number }) {
  const value = forChart(group.costUsd) ?? 0;
  return (
    <span className="flex items-center justify-end gap-2">
      {value > 0 && (
        <span className="only-wide h-1 w-12 overflow-hidden rounded-[2px] bg-bg-3">
          <span className="block h-full bg-[var(--edge)]" style={{ width: `${(value / dearest) * 100}%` }} />
        </span>
      )}
      <span className="min-w-16">
        {group.unpriced > 0 && group.costUsd !== null && (
          <span className="text-ink-3" title={`${plural(group.unpriced, 'run')} without a price`}>
            ≥{'\u00a0'}
          </span>
        )}
        <Money usd={group.costUsd} as="sum" why="no price known for the models" />
      </span>
    </span>
  );
}

/** `of $39.60`, where the whole is known. */
const of = (usd: Usd | null | undefined): string => (usd ? ` of ${moneySum(usd)}` : '');

/** Which group stands out, in a sentence: the first of the order that was chosen. */
function GroupsHeading({
  groups,
  total,
  list,
  span,
}: {
  groups: Groups | undefined;
  /** All runs of the query. */
  total: Histogram | undefined;
  list: ListQuery;
  span: string;
}) {
  const { grouping, sort } = list;
  const first = groups?.items[0];
  if (!grouping || !groups || !first)
    return (
      <Answer>
        Runs by {grouping?.one ?? 'group'} {span}.
      </Answer>
    );
  const name = nameOf(first, grouping);
  const lead: Record<string, string | null> = {
    '-costUsd': first.costUsd && `${name} cost the most: ${moneySum(first.costUsd)}${of(total?.costUsd)}`,
    '-tokens': first.tokens === null ? null : `${name} used the most tokens: ${tokens(first.tokens)}`,
    '-executions': `${name} ran the most: ${count(first.executions)}${total ? ` of ${plural(total.total, 'run')}` : ' runs'}`,
    '-p95': first.p95 === null ? null : `${name} is the slowest: p95 ${latency(first.p95)}`,
    successRate:
      first.successRate?.value == null
        ? null
        : `${name} succeeds least often: ${percent(first.successRate.value)}`,
  };
  const said = lead[sort];
  return (
    <Answer sub={`${plural(groups.groups, grouping.one, grouping.many)} with runs ${span}`}>
      {said ? `${said} ${span}.` : `${plural(groups.groups, grouping.one, grouping.many)} ${span}.`}
    </Answer>
  );
}

/** Runs grouped by a field: who is expensive, slow or failing. */
export function GroupList({
  list,
  span,
  children,
}: {
  list: ListQuery;
  span: string;
  children: React.ReactNode;
}) {
  const { params, change, router } = useAddress();
  const { grouping, sort, query, range } = list;
  const pages = useGroupPages(grouping?.by ?? '', sort, query, range);
  const histogram = useHistogram(query, range);
  const first = pages.data?.pages[0];
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const hrefOf: HrefOf = (group) => {
    if (!grouping) return '/executions';
    const filter = filterOf(group, grouping);
    const next = new URLSearchParams(params.toString());
    for (const gone of ['by', 'sort', 'sel', filter.param]) next.delete(gone);
    for (const value of filter.values) next.append(filter.param, value);
    return `/executions?${next}`;
  };
  const dearest = Math.max(1e-12, ...rows.map((group) => forChart(group.costUsd) ?? 0));
  const order = (to: string) => change({ sort: to }, 'push');
  const open = (group: Group) => router.push(hrefOf(group));
  return (
    <>
      <GroupsHeading groups={first} total={histogram.data} list={list} span={span} />
      {children}
      <Panel
        className="flex min-h-75 flex-1 flex-col"
        title={`Runs by ${grouping?.one}`}
        sub={<OrderChoice kind="groups" sort={sort} onSort={order} />}
      >
        {!first ? (
          pages.error ? (
            <ErrorState
              what="The groups could not be read"
              error={pages.error}
              retry={() => void pages.refetch()}
            />
          ) : (
            <Skeleton rows={8} height={30} />
          )
        ) : rows.length === 0 ? (
          <EmptyState title="No run to group">A longer range or fewer filters may have some.</EmptyState>
        ) : (
          grouping && (
            <DataTable
              label={`Runs by ${grouping.one}, ${orderWords(sort)}`}
              columns={columnsOf(grouping, hrefOf, dearest, sort.replace('-', ''))}
              rows={rows}
              rowKey={(group) => group.agent?.id ?? group.key ?? ' none'}
              sort={sort}
              onSort={order}
              onSelect={open}
              onOpen={open}
              onEnd={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
              narrowHeight={50}
            />
          )
        )}
      </Panel>
    </>
  );
}
