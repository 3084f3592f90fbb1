import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { get, path } from '@/api/client';
import type { Action, ExecutionDetail, List } from '@/api/types';
import { useLive } from '@/api/use-live';
import { usePaused } from '@/shell/freshness';
import { PAGE, readActions, reading } from './read';

/** Up to here all actions are read at once; above it children are read when they are opened. */
export const AT_ONCE = 1_000;

/** The actions of a run as far as they are needed: all of a small run, the opened part of a large one. */
export function useActions(execution: ExecutionDetail) {
  const { id, actionCount, status } = execution;
  const lazy = actionCount > AT_ONCE;
  const paused = usePaused();
  const live = useLive();
  const client = useQueryClient();
  const [opened, setOpened] = useState<{
    id: string;
    actions: Map<string, Action>;
    parents: Set<string>;
    all: boolean;
  }>({ id, actions: new Map(), parents: new Set(), all: false });
  const [loading, setLoading] = useState<number | null>(null);
  const first = useQuery({
    queryKey: ['actions-of', id, lazy],
    queryFn: ({ signal }) =>
      lazy
        ? get<List<Action>>(path`/executions/${id}/actions`, { limit: PAGE }, signal).then(
            (page) => page.items,
          )
        : readActions(id, 'all', signal),
    refetchInterval: status === 'running' && !paused && !live ? 1_000 : false,
  });
  const mine = opened.id === id ? opened : null;

  const merge = useCallback(
    (actions: Action[], parent: string | null) =>
      setOpened((before) => {
        const base =
          before.id === id ? before : { id, actions: new Map(), parents: new Set<string>(), all: false };
        const next = new Map(base.actions);
        for (const action of actions) next.set(action.spanId, action);
        return {
          id,
          actions: next,
          parents: parent === null ? base.parents : new Set(base.parents).add(parent),
          all: parent === null ? true : base.all,
        };
      }),
    [id],
  );
  const open = useCallback(
    (parent: string) =>
      reading(async () => {
        const actions = await client.fetchQuery({
          queryKey: ['children', id, parent],
          queryFn: ({ signal }) => readActions(id, parent, signal),
          staleTime: Number.POSITIVE_INFINITY,
        });
        merge(actions, parent);
      }),
    [client, id, merge],
  );
  const openAll = useCallback(() => {
    setLoading(0);
    return reading(async () => merge(await readActions(id, 'all', undefined, setLoading), null)).finally(() =>
      setLoading(null),
    );
  }, [id, merge]);

  const actions = useMemo(() => {
    const all = new Map((first.data ?? []).map((a) => [a.spanId, a]));
    for (const [spanId, action] of mine?.actions ?? []) all.set(spanId, action);
    return [...all.values()];
  }, [first.data, mine]);
  return { asked: first, actions, lazy, complete: !lazy || !!mine?.all, open, openAll, loading };
}

/** Half of a run in one action is why the run took as long as it did. */
const MOST_OF_IT = 0.5;

/**
 * Where a reader should look first: the innermost action that failed last; where none failed, the one that took most
 * of the time; else the first model call.
 */
export function firstToRead(actions: Action[]): Action | undefined {
  const parents = new Set(actions.map((a) => a.parentId));
  const leaves = actions.filter((a) => !parents.has(a.spanId));
  const failed = actions.filter((a) => a.status === 'error');
  return (
    failed.findLast((a) => !parents.has(a.spanId) && a.kind === 'llm') ??
    failed.find((a) => !parents.has(a.spanId)) ??
    failed[0] ??
    longest(leaves, actions[0]?.durationMs ?? null) ??
    actions.find((a) => a.kind === 'llm') ??
    actions[0]
  );
}

function longest(leaves: Action[], wholeMs: number | null): Action | undefined {
  return leaves.find(
    (a) => wholeMs !== null && leaves.length > 1 && (a.durationMs ?? 0) > MOST_OF_IT * wholeMs,
  );
}
