import { useMemo } from 'react';
import { lengthOf, moment, type Range } from '@/api/time-range';
import { since } from '@/format/time';
import { useAddress, useRange } from '@/shell/address';
import { serverNow } from '@/shell/freshness';
import { choosesByOutcome, filtersOf, narrowsActions, queryOf } from './filter/filters';
import { problemsOf } from './filter/problems';
import { groupingOf } from './grouping';
import { sortOf } from './sorting';

const DEFAULT_FROM = '-24h';

/** A bound that is no time is said to be none, and not asked for. */
function usable({ from, to }: Range): Range {
  return {
    from: moment(from, 0) === null ? DEFAULT_FROM : from,
    to: moment(to, 0) === null ? null : to,
  };
}

/** Everything that the address asks of this page. */
export function useListQuery() {
  const { params } = useAddress();
  const named = useRange(DEFAULT_FROM);
  return useMemo(() => {
    const all = new URLSearchParams(params.toString());
    const view: 'runs' | 'actions' | 'groups' =
      all.get('view') === 'actions' ? 'actions' : groupingOf(all.get('by')) ? 'groups' : 'runs';
    const filters = filtersOf(all);
    const range = usable(named);
    return {
      view,
      range,
      filters,
      query: queryOf(filters),
      /** Without the conditions on how runs ended: what a share of them is a share of. */
      base: queryOf(filters.filter((filter) => !choosesByOutcome(filter))),
      applied: view === 'actions' ? filters.filter(narrowsActions) : filters,
      problems: problemsOf(all),
      grouping: groupingOf(all.get('by')),
      sort: sortOf(all.get('sort'), view === 'groups' ? 'groups' : 'runs'),
      tail: all.get('tail') === 'on' && range.to === null && view !== 'groups',
      columns: all.get('columns'),
    };
  }, [params, named]);
}

export type ListQuery = ReturnType<typeof useListQuery>;

/** When, at the end of a sentence: `in 24 h`, `since 13:36`, `between 06:09 and 11:40`. */
export function spanOf(range: Range, zone: string): string {
  const now = serverNow();
  if (range.to === null && range.from.startsWith('-')) return `in ${lengthOf(range)}`;
  const from = since(moment(range.from, now) ?? 0, zone, now);
  if (range.to === null) return `since ${from}`;
  return `between ${from} and ${since(moment(range.to, now) ?? now, zone, now)}`;
}
