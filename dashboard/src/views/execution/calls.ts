import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Action, Called } from '@/api/types';
import { addDecimals } from '@/format/numbers';
import { readActions, reading } from './read';

/** Up to this many actions a run and those it called are shown as one tree at once. */
const SMALL = 200;

/** The span id of an action; those of a called run carry the run in front, so that no two are the same. */
export const spanOf = (action: Action): string => action.spanId.slice(action.spanId.lastIndexOf('/') + 1);

const keyIn = (run: string, spanId: string): string => `${run}/${spanId}`;

/** A called run as it was read; it is read again once it has gone on. */
interface Read {
  version: string;
  actions: Action[];
}
const versionOf = (called: Called): string => `${called.status}/${called.actions}`;

/** The actions of a called run under the action that called it. */
function placed(called: Called, caller: Action, actions: Action[]): Action[] {
  const inside = new Set(actions.map((a) => a.spanId));
  return actions.map((a) => ({
    ...a,
    spanId: keyIn(called.id, a.spanId),
    parentId: a.parentId !== null && inside.has(a.parentId) ? keyIn(called.id, a.parentId) : caller.spanId,
  }));
}

/** The costs of runs that one action called, as one; null where none is known. */
function costOf(called: Called[]): string | null {
  const known = called.flatMap(({ costUsd }) => costUsd ?? []);
  return known.length === 0 ? null : known.reduce(addDecimals);
}

/** All actions with those of the called runs that were read in their places, however deep. */
export function withCalls(actions: Action[], read: ReadonlyMap<string, Read>): Action[] {
  const out: Action[] = [];
  const seen = new Set<string>();
  const add = (list: Action[]) => {
    for (const action of list) {
      const called = action.called ?? [];
      out.push(called.length > 0 ? { ...action, costUsd: action.costUsd ?? costOf(called) } : action);
      for (const each of called) {
        const known = read.get(each.id);
        if (!known || seen.has(each.id)) continue;
        seen.add(each.id);
        add(placed(each, action, known.actions));
      }
    }
  };
  add(actions);
  return out;
}

/** With how many children each has: those that are here, and those of a called run that is not. */
function counted(actions: Action[], read: ReadonlyMap<string, Read>, complete: boolean): Action[] {
  const here = new Map<string, number>();
  for (const { parentId } of actions) if (parentId) here.set(parentId, (here.get(parentId) ?? 0) + 1);
  return actions.map((action) => {
    const children = here.get(action.spanId) ?? 0;
    const own =
      complete || action.spanId.includes('/') ? children : Math.max(children, action.childCount ?? 0);
    const unread = (action.called ?? [])
      .filter((called) => !read.has(called.id))
      .reduce((sum, called) => sum + called.actions, 0);
    return { ...action, childCount: own + unread };
  });
}

/**
 * The tree of a run with the runs that it called in it. A small one is read as a whole; of a larger one a called run is
 * read when its action is opened.
 */
export function useCalls(actions: Action[], complete: boolean, total: number) {
  const client = useQueryClient();
  const [read, setRead] = useState<ReadonlyMap<string, Read>>(new Map());
  const open = useCallback(
    (called: Called) =>
      reading(async () => {
        const version = versionOf(called);
        const found = await client.fetchQuery({
          queryKey: ['called', called.id, version],
          queryFn: ({ signal }) => readActions(called.id, 'all', signal),
          staleTime: Number.POSITIVE_INFINITY,
        });
        setRead((before) => new Map(before).set(called.id, { version, actions: found }));
      }),
    [client],
  );
  const tree = useMemo(() => withCalls(actions, read), [actions, read]);
  const wanted = useMemo(
    () =>
      tree
        .flatMap(({ called }) => called ?? [])
        .filter((called) => {
          const known = read.get(called.id);
          return known ? known.version !== versionOf(called) : total <= SMALL;
        }),
    [tree, read, total],
  );
  const key = wanted.map((called) => `${called.id}/${versionOf(called)}`).join(' ');
  useEffect(() => {
    for (const called of wanted) void open(called);
  }, [key]);
  return { tree: useMemo(() => counted(tree, read, complete), [tree, read, complete]), open };
}
