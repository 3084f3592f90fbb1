'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { noteAnswer, usePaused } from '@/shell/freshness';
import { HIDDEN_MS, Live, type LiveState, type Region, type Socket } from './live';
import {
  type Frame,
  type LiveFilter,
  noRows,
  type Rows,
  type StatusChange,
  type Topic,
  withAgents,
  withRows,
} from './live-frames';
import type { Action, Agent, List } from './types';

const live = new Live(
  () =>
    new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`,
    ) as unknown as Socket,
  noteAnswer,
);

/** Whether changes are pushed, so that no polling is needed. */
export const useLive = (): boolean => useLiveState() === 'live';

export const useLiveState = (): LiveState =>
  useSyncExternalStore(live.subscribe, live.state, () => 'off' as const);

/** Lets the connection rest while the tab is hidden for long, or somebody paused. For one place of the shell. */
export function useLiveRest(): void {
  const paused = usePaused();
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const change = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setHidden(true), HIDDEN_MS);
      else setHidden(false);
    };
    document.addEventListener('visibilitychange', change);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', change);
    };
  }, []);
  useEffect(() => live.rest(paused || hidden), [paused, hidden]);
}

/** Has a function called with the frames of a topic while the part of the page is there. */
export function useWatch(topic: Topic | null, region: Region, filter: LiveFilter = {}): void {
  const latest = useRef(region);
  useEffect(() => {
    latest.current = region;
  });
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (!topic) return;
    return live.watch(topic, JSON.parse(key) as LiveFilter, (frames) => latest.current(frames));
  }, [topic, key]);
}

/** Calls at most once in a while: at once after a pause, and once more for what came meanwhile. */
export function useThrottled(run: () => void, everyMs: number): () => void {
  const latest = useRef(run);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(0);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    if (timer.current) return;
    const wait = Math.max(0, last.current + everyMs - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      latest.current();
    }, wait);
  };
}

/** Asks again for what frames of a topic say has changed. */
export function useAskAgain(
  topic: Topic | null,
  keys: readonly (readonly unknown[])[],
  everyMs: number,
  filter: LiveFilter = {},
): void {
  const client = useQueryClient();
  const again = useThrottled(() => {
    for (const queryKey of keys) client.invalidateQueries({ queryKey });
  }, everyMs);
  useWatch(
    topic,
    (frames) => {
      if (frames.some((frame) => frame.type !== 'snapshot')) again();
    },
    filter,
  );
}

/** Keeps every list of agents that is on the page up to date. */
export function useLiveAgents(): void {
  const client = useQueryClient();
  useWatch('health', (frames) => {
    for (const [key, list] of client.getQueriesData<List<Agent>>({ queryKey: ['agents'] })) {
      const [, q, limit] = key as [string, string | undefined, number | undefined];
      if (!list || q) continue;
      const items = withAgents(list.items, frames, limit ?? 500);
      if (items !== list.items) client.setQueryData(key, { ...list, items });
    }
  });
}

/** Keeps one agent up to date. */
export function useLiveAgent(id: string | null): void {
  const client = useQueryClient();
  useWatch(id ? 'health' : null, (frames) => {
    const agent = client.getQueryData<Agent>(['agent', id]);
    const [fresh] = agent ? withAgents([agent], frames, 1) : [];
    if (fresh && fresh !== agent) client.setQueryData(['agent', id], fresh);
  });
}

/** The newest rows of a topic, null until the first answer. */
function useRows<T extends { id: string }>(
  topic: 'tail' | 'runs',
  read: (frame: Frame) => T[] | undefined,
  limit: number,
  filter: LiveFilter,
  wanted: boolean,
): Rows<T> | null {
  const key = JSON.stringify(filter);
  const [rows, setRows] = useState<{ key: string; rows: Rows<T> } | null>(null);
  useWatch(
    wanted ? topic : null,
    (frames) =>
      setRows((before) => ({
        key,
        rows: withRows<T>(before?.key === key ? before.rows : noRows, frames, read, limit),
      })),
    filter,
  );
  return rows?.key === key ? rows.rows : null;
}

const actionsOf = (frame: Frame) => frame.actions;

export const useLiveTail = (limit: number, wanted: boolean, filter: LiveFilter = {}) =>
  useRows<Action>('tail', actionsOf, limit, filter, wanted);

/** Calls with every change of an agent's status. */
export function useStatusChanges(told: (changes: StatusChange[]) => void): void {
  useWatch('status', (frames) => {
    const changes = frames.flatMap((frame) => frame.changes ?? []);
    if (changes.length > 0) told(changes);
  });
}
