import { useEffect, useState, useSyncExternalStore } from 'react';

/** How old the newest answer of the server is: the page's word for whether it can be trusted. */
export type Freshness = 'live' | 'reconnecting' | 'offline' | 'paused';

const RECONNECTING_AFTER_MS = 5_000;
const OFFLINE_AFTER_MS = 60_000;

let lastAnswer = 0;
let paused = false;
let skewMs = 0;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** The server's clock decides what "now" is: a browser's may be wrong by hours. */
export function noteServerTime(now: string): void {
  const skew = Date.parse(now) - Date.now();
  if (!Number.isNaN(skew) && Math.abs(skew - skewMs) > 1_500) skewMs = skew;
}

export const serverNow = (): number => Date.now() + skewMs;

/** Called by the client after each successful answer. */
export function noteAnswer(): void {
  lastAnswer = Date.now();
}

export function setPaused(value: boolean): void {
  paused = value;
  tell();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePaused = () =>
  useSyncExternalStore(
    subscribe,
    () => paused,
    () => false,
  );

export function freshnessOf(ageMs: number, isPaused: boolean): Freshness {
  if (isPaused) return 'paused';
  if (ageMs >= OFFLINE_AFTER_MS) return 'offline';
  return ageMs >= RECONNECTING_AFTER_MS ? 'reconnecting' : 'live';
}

/** The age of the newest answer, looked at four times a second; null before the first. */
export function useFreshness(): { state: Freshness; ageMs: number | null; lastAnswer: number } {
  const isPaused = usePaused();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, []);
  const started = lastAnswer > 0 && now !== null;
  const ageMs = started ? Math.max(0, now - lastAnswer) : null;
  return { state: freshnessOf(ageMs ?? 0, isPaused), ageMs, lastAnswer };
}
