import { useMemo, useRef, useSyncExternalStore } from 'react';
import { useDecided, useWaiting } from '@/api/govern';
import type { Approval, ApprovalState } from '@/api/types';
import { serverNow } from '@/shell/freshness';

let shownNow = 0;
const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void) {
  watchers.add(watcher);
  ticking ??= setInterval(() => {
    shownNow = serverNow();
    for (const each of watchers) each();
  }, 1_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
    shownNow = 0;
  };
}

/** The server's time, once a second, and the same everywhere on the page. */
export function useSeconds(): number {
  return useSyncExternalStore(
    watch,
    () => {
      if (shownNow === 0) shownNow = serverNow();
      return shownNow;
    },
    () => 0,
  );
}

/** What came of a question by now: nobody tells the page when time runs out. */
export const stateAt = (approval: Approval, now: number): ApprovalState =>
  approval.state === 'pending' && Date.parse(approval.expiresAt) <= now ? 'expired' : approval.state;

export const leftOf = (approval: Approval, now: number): number =>
  Math.max(0, Date.parse(approval.expiresAt) - now);

/** The share of the time to decide that is left. */
export function shareLeft(approval: Approval, now: number): number {
  const whole = Date.parse(approval.expiresAt) - Date.parse(approval.askedAt);
  return whole > 0 ? Math.min(1, leftOf(approval, now) / whole) : 0;
}

const SOON_MS = 3 * 60_000;
const SOON_SHARE = 0.2;
export const isSoon = (approval: Approval, now: number): boolean =>
  leftOf(approval, now) <= SOON_MS || shareLeft(approval, now) <= SOON_SHARE;

/** When a question was over: decided, or run out. */
export const endedAt = (approval: Approval): string => approval.decidedAt ?? approval.expiresAt;

const byExpiry = (a: Approval, b: Approval) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt);
const byEnd = (a: Approval, b: Approval) => Date.parse(endedAt(b)) - Date.parse(endedAt(a));
const byAsked = (a: Approval, b: Approval) => Date.parse(b.askedAt) - Date.parse(a.askedAt);

/** The questions: what waits, soonest to expire first, with what ended before the reader's eyes; and what is over. */
export function useQueue(agent: string | undefined) {
  const waiting = useWaiting(2_500, agent);
  const decided = useDecided(agent);
  const watched = useRef(new Map<string, Approval>());
  const lists = useMemo(() => {
    const known = new Map((decided.data?.items ?? []).map((each) => [each.id, each]));
    // What is over stays over: of two answers the one that says so is the newer.
    for (const each of waiting.data?.items ?? []) {
      const other = known.get(each.id);
      if (!other || other.state === 'pending') known.set(each.id, each);
      watched.current.set(each.id, each);
    }
    const mine = [...watched.current.values()]
      .filter((each) => !agent || each.agent.id === agent)
      .map((each) => known.get(each.id) ?? each);
    const now = serverNow();
    const all = [...new Map([...known, ...mine.map((each) => [each.id, each] as const)]).values()];
    return {
      waiting: mine.sort(byExpiry),
      past: all
        .filter((each) => stateAt(each, now) !== 'pending' && !watched.current.has(each.id))
        .sort(byEnd),
      over: all.filter((each) => stateAt(each, now) !== 'pending').sort(byEnd),
      all: all.sort(byAsked),
    };
  }, [waiting.data, decided.data, agent]);
  return { ...lists, asked: waiting, decided };
}
