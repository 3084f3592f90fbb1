import { useMemo, useState } from 'react';
import type { Query } from '@/api/client';
import type { LiveFilter } from '@/api/live-frames';
import { useActionPages, useExecutionPages, useNewestExecutions } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Action, Execution } from '@/api/types';
import { useAskAgain, useLive, useLiveTail } from '@/api/use-live';
import { serverNow } from '@/shell/freshness';
import { NEWEST_FIRST } from './sorting';

const NONE: Execution[] = [];
const NEWEST = [['executions-newest'], ['histogram']] as const;
/** The one agent that is asked for, if it is one: the live connection knows no lists. */
const agentOf = ({ agent }: Query): LiveFilter =>
  Array.isArray(agent) && agent.length === 1 ? { agent: String(agent[0]) } : {};

/**
 * The list a person reads: pages that were loaded, kept in place. What is newer waits behind "4 newer" while
 * somebody reads, and comes in by itself while the tail is on and nobody points at the list. In any other order than
 * the newest first, what is newer may belong anywhere: it comes in when the list is read again.
 */
export function useExecutionRows(
  filters: Query,
  range: Range,
  sort: string,
  { tail, reading, enabled }: { tail: boolean; reading: boolean; enabled: boolean },
) {
  const newestFirst = sort === NEWEST_FIRST;
  const sorted = newestFirst ? filters : { ...filters, sort };
  const pages = useExecutionPages(sorted, range, enabled);
  const follows = range.to === null;
  const live = useLive();
  const wanted = follows && enabled && !!pages.data;
  const newest = useNewestExecutions(filters, range, wanted ? (live ? 20_000 : 2_000) : 0);
  // what the filter of the page means only the server knows: a run that came in is a reason to ask again
  useAskAgain(wanted ? 'runs' : null, NEWEST, 500, agentOf(filters));
  const key = JSON.stringify([sorted, range.from, range.to]);
  const [taken, setTaken] = useState<{ key: string; rows: Execution[] }>({ key, rows: [] });
  const mine = newestFirst && taken.key === key ? taken.rows : NONE;
  const readAt = pages.dataUpdatedAt;

  const { rows, waiting } = useMemo(() => {
    const fresh = new Map((newest.data?.items ?? []).map((e) => [e.id, e]));
    const loaded = pages.data?.pages.flatMap((page) => page.items) ?? [];
    const seen = new Set<string>();
    const all = [...mine, ...loaded].filter((e) => !seen.has(e.id) && seen.add(e.id));
    const first = newestFirst
      ? (all[0]?.startedAt ?? '')
      : new Date(readAt + serverNow() - Date.now()).toISOString();
    return {
      // A run that has gone on is updated where it stands.
      rows: all.map((e) => fresh.get(e.id) ?? e),
      waiting: [...fresh.values()].filter((e) => !seen.has(e.id) && (first === '' || e.startedAt >= first)),
    };
  }, [pages.data, newest.data, mine, newestFirst, readAt]);

  const take = () => {
    if (newestFirst) setTaken({ key, rows: [...waiting, ...mine] });
    else void pages.refetch();
  };
  if (newestFirst && tail && !reading && waiting.length > 0) take();
  const scannedTo = pages.data?.pages.at(-1)?.scannedTo ?? null;
  return {
    pages,
    rows,
    waiting: waiting.length,
    take,
    scannedTo,
    fresh: new Set(mine.slice(0, 20).map((e) => e.id)),
  };
}

const NO_ACTIONS: Action[] = [];
const MOST_TOLD = 500;

/** The same for actions: the live connection pushes what matches the filters. */
export function useActionRows(filters: LiveFilter, range: Range, tail: boolean, reading: boolean) {
  const pages = useActionPages({ ...filters }, range, true);
  const pushed = useLiveTail(MOST_TOLD, range.to === null && !!pages.data, filters);
  const key = JSON.stringify([filters, range.from, range.to]);
  const [taken, setTaken] = useState<{ key: string; rows: Action[] }>({ key, rows: [] });
  const mine = taken.key === key ? taken.rows : NO_ACTIONS;

  const { rows, waiting } = useMemo(() => {
    const loaded = pages.data?.pages.flatMap((page) => page.items) ?? [];
    const seen = new Set<string>();
    const all = [...mine, ...loaded].filter((a) => !seen.has(a.id) && seen.add(a.id));
    const first = all[0]?.startedAt ?? '';
    return {
      rows: all,
      waiting: (pushed?.items ?? []).filter((a) => !seen.has(a.id) && a.startedAt >= first),
    };
  }, [pages.data, pushed, mine]);

  const take = () => setTaken({ key, rows: [...waiting, ...mine].slice(0, 2 * MOST_TOLD) });
  if (tail && !reading && waiting.length > 0) take();
  return { pages, rows, waiting: waiting.length, take };
}
