'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { path, post } from '@/api/client';
import { useFleetHolders, useHolders } from '@/api/govern';
import type { Stopped, StopState } from '@/api/types';
import { count, percent, plural } from '@/format/numbers';
import { toast } from '@/shell/toasts';
import { Unknown, When } from '@/ui/values';

const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });

/** What is stopped or resumed: an agent, or null for the fleet. */
export type Target = { id: string; name: string } | null;

export type StopChange = { what: 'stop'; target: Target } | { what: 'resume'; target: Target; share: number };

export const nameOf = (target: Target): string => target?.name ?? 'the fleet';
const subject = (target: Target): string => target?.name ?? 'The fleet';

/** Steps in which new runs are let in again. */
export const SHARES = [0.1, 0.5, 1] as const;
export const shareWords = (share: number): string => percent(share, 0);

const STOP_REASONS = ['it does harm right now', 'wrong results since the last release'];
const RESUME_REASONS = ['the cause is fixed', 'it did well with the share before'];

/** Asks for the reason of a stop or a resumption, and says what it does. */
export function StopDialog({
  change,
  stopped,
  onClose,
}: {
  change: StopChange;
  stopped: Stopped | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { target } = change;
  const base = target ? path`/agents/${target.id}` : '/fleet';
  const send = async (body: object) => {
    await post<StopState>(`${base}/${change.what}`, body);
    await client.invalidateQueries({ queryKey: ['stops'] });
    for (const key of ['policy', 'holders']) void client.invalidateQueries({ queryKey: [key] });
  };
  if (change.what === 'stop')
    return (
      <ChangeDialog
        title={`Stop ${nameOf(target)}`}
        what={
          <>
            Every SDK refuses {target ? 'its new runs' : 'new runs of every agent'} within a second. Runs that
            have begun go on. The reason is told to {target ? 'the agent' : 'the agents'}.
            {target && <NobodyRefuses agent={target.id} />}
          </>
        }
        verb={target ? 'Stop this agent' : 'Stop the fleet'}
        danger
        reasons={STOP_REASONS}
        onClose={onClose}
        onConfirm={async (reason) => {
          await send({ reason });
          toast({ kind: 'stopped', title: `${subject(target)} is stopped` });
        }}
      />
    );
  const { share } = change;
  return (
    <ChangeDialog
      title={`Resume ${nameOf(target)} at ${shareWords(share)}`}
      what={
        share === 1
          ? 'The stop ends: all new runs are let in again.'
          : `${shareWords(share)} of new runs are let in, chosen by their ids; the others are still refused.`
      }
      verb={`Resume at ${shareWords(share)}`}
      reasons={RESUME_REASONS}
      onClose={onClose}
      onConfirm={async (reason) => {
        await send({ share, reason });
        toast({
          kind: share === 1 ? 'ok' : 'run',
          title: `${subject(target)} ${share === 1 ? 'runs again' : `lets ${shareWords(share)} of new runs in`}`,
        });
      }}
    >
      <p className="text-12 text-ink-2">
        Share of new runs let in: {shareWords(stopped?.share ?? 0)} →{' '}
        <b className="font-semibold">{shareWords(share)}</b>
      </p>
    </ChangeDialog>
  );
}

/** Said before and after a stop that nothing obeys. */
export function NobodyRefuses({ agent }: { agent: string }) {
  const holders = useHolders(agent).data?.items;
  if (!holders || holders.some((holder) => holder.current)) return null;
  return (
    <span className="block pt-1 text-warn">
      {holders.length === 0
        ? 'No SDK holds its policy: it sends plain OpenTelemetry only, and goes on.'
        : 'No SDK holds its newest policy. The stop takes hold once one asks again.'}
    </span>
  );
}

/** How many SDKs have confirmed the policy with the stop in it; with null, of all agents. */
export function Reached({ agent }: { agent: string | null }) {
  const ofOne = useHolders(agent);
  const ofAll = useFleetHolders(agent === null);
  const asked = agent === null ? ofAll : ofOne;
  if (!asked.data) return asked.error ? <Unknown why="the SDKs could not be read" short="SDKs" /> : null;
  const { items, nextCursor } = asked.data;
  if (agent !== null && !items.some((holder) => holder.current)) return <NobodyRefuses agent={agent} />;
  if (items.length === 0) return <>No SDK holds a policy: agents send plain OpenTelemetry only, and go on.</>;
  return <>{reachedWords(items, nextCursor !== null)}</>;
}

interface Reach {
  instance: string;
  current: boolean;
  connected: boolean;
  refused: number;
}

/**
 * `11 of 11 connected SDKs confirmed it.` A process counts once however many policies it holds, as having confirmed
 * where it holds the newest of each.
 */
export function reachedWords(holders: Reach[], more = false): string {
  const processes = new Map<string, Reach>();
  for (const holder of holders) {
    const before = processes.get(holder.instance);
    processes.set(holder.instance, {
      instance: holder.instance,
      current: holder.current && (before?.current ?? true),
      connected: holder.connected || (before?.connected ?? false),
      refused: Math.max(holder.refused, before?.refused ?? 0),
    });
  }
  const all = [...processes.values()];
  const connected = all.filter((each) => each.connected);
  const others = all.filter((each) => !each.connected);
  const confirmed = connected.filter((each) => each.current).length;
  const refused = all.reduce((sum, each) => sum + each.refused, 0);
  return [
    connected.length > 0
      ? `${count(confirmed)} of ${plural(connected.length, 'connected SDK')} confirmed it.`
      : 'No SDK is connected.',
    others.length > 0 && othersWords(others.length, others.filter((each) => each.current).length),
    refused > 0 && `${plural(refused, 'run')} refused since they started.`,
    more && 'Further SDKs were not counted.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Processes without an open stream: they have ended, or ask every 30 s. */
function othersWords(all: number, confirmed: number): string {
  const who = all === 1 ? '1 other of the last 7 days is' : `${count(all)} others of the last 7 days are`;
  return `${who} not connected${confirmed > 0 ? `, ${count(confirmed)} of them confirmed it` : ''}.`;
}

/** Who let a share in again, and why. */
export function ResumedBy({ stopped }: { stopped: Stopped }) {
  const { resumed } = stopped;
  if (!resumed) return null;
  return (
    <>
      {' '}
      Resumed at {shareWords(resumed.share)} by {resumed.by}, <When at={resumed.at} />: “{resumed.reason}”.
    </>
  );
}
