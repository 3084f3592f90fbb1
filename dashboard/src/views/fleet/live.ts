import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { StatusChange } from '@/api/live-frames';
import { useAskAgain, useLiveAgents, useStatusChanges, useThrottled } from '@/api/use-live';
import { clock } from '@/format/time';
import { useZone } from '@/ui/values';

const FLEET = [['fleet']] as const;
const SAID_EVERY_MS = 10_000;

const WORDS = {
  failing: 'is failing',
  degraded: 'is degraded',
  healthy: 'is healthy again',
  idle: 'is idle',
  unknown: 'has too few runs to say',
} as const;

/** What is said of some changes of status: one sentence, whatever their number. */
export function saidOf(changes: StatusChange[], zone: string): string {
  const newest = new Map(changes.map((change) => [change.agent.id, change]));
  const all = [...newest.values()];
  const worst = all.find((c) => c.to === 'failing') ?? all.find((c) => c.to === 'degraded') ?? all.at(-1);
  if (!worst) return '';
  const others = all.length - 1;
  const rest = others > 0 ? `, and ${others} ${others === 1 ? 'other' : 'others'} changed` : '';
  return `${worst.agent.name} ${WORDS[worst.to]} since ${clock(worst.at, zone)}${rest}`;
}

/** Keeps the fleet up to date, and answers with what is to be said aloud about it, at most one thing in 10 s. */
export function useLiveFleet(): string {
  const client = useQueryClient();
  const zone = useZone();
  const [said, setSaid] = useState('');
  const waiting = useRef<StatusChange[]>([]);
  useLiveAgents();
  useAskAgain('health', FLEET, 2_000);
  const say = useThrottled(() => {
    setSaid(saidOf(waiting.current, zone));
    waiting.current = [];
  }, SAID_EVERY_MS);
  useStatusChanges((changes) => {
    client.invalidateQueries({ queryKey: ['fleet'] });
    waiting.current.push(...changes);
    say();
  });
  return said;
}
