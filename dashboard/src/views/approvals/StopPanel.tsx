'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useStops } from '@/api/govern';
import type { Role, Stopped, Stops } from '@/api/types';
import { href } from '@/shell/address';
import { covers } from '@/shell/sections';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Panel, Region } from '@/ui/states';
import { When } from '@/ui/values';
import { ResumeControls } from '../govern/ResumeControls';
import { Reached, ResumedBy, type StopChange, StopDialog, shareWords, type Target } from '../govern/stops';

/** What is stopped, and what lets it run again; the agent of the chosen call can be stopped here. */
export function StopPanel({ role, beside }: { role: Role | undefined; beside: Target }) {
  const stops = useStops();
  const [asking, setAsking] = useState<{ change: StopChange; stopped: Stopped | null } | null>(null);
  const mayStop = covers(role, 'developer');
  return (
    <Panel title="Stop and resume">
      <Region asked={stops} what="What is stopped could not be read" rows={2} height={44}>
        {(data) => (
          <>
            {data.fleet ? (
              <StoppedItem
                target={null}
                stopped={data.fleet}
                role={role}
                ask={(change) => setAsking({ change, stopped: data.fleet })}
              />
            ) : (
              <div className="flex flex-wrap items-center gap-2.5 border-b border-line p-3.5">
                <StatusGlyph kind="ok" />
                <div className="min-w-0 flex-1">
                  <div className="font-medium">The fleet is not stopped</div>
                  <div className="text-12 text-ink-3">{stoppedWords(data)}</div>
                </div>
                <button
                  type="button"
                  className="btn sm danger"
                  disabled={!mayStop}
                  onClick={() => setAsking({ change: { what: 'stop', target: null }, stopped: null })}
                >
                  Stop the fleet…
                </button>
              </div>
            )}
            {data.agents.map(({ agent, ...stopped }) => (
              <StoppedItem
                key={agent.id}
                target={agent}
                stopped={stopped}
                role={role}
                ask={(change) => setAsking({ change, stopped })}
              />
            ))}
            {beside && !data.agents.some(({ agent }) => agent.id === beside.id) && (
              <div className="border-b border-line p-3.5">
                <button
                  type="button"
                  className="btn sm max-w-full"
                  disabled={!mayStop}
                  onClick={() => setAsking({ change: { what: 'stop', target: beside }, stopped: null })}
                >
                  <span className="truncate">Stop {beside.name}…</span>
                </button>
              </div>
            )}
          </>
        )}
      </Region>
      <p className="px-3.5 py-2.5 text-12 text-ink-3">Stopping: Developer and Admin. Resuming: Admin.</p>
      {asking && (
        <StopDialog change={asking.change} stopped={asking.stopped} onClose={() => setAsking(null)} />
      )}
    </Panel>
  );
}

const stoppedWords = ({ agents }: Stops): string =>
  agents.length === 0
    ? 'no agent is stopped'
    : agents.length === 1
      ? '1 agent is stopped'
      : `${agents.length} agents are stopped`;

function StoppedItem({
  target,
  stopped,
  role,
  ask,
}: {
  target: Target;
  stopped: Stopped;
  role: Role | undefined;
  ask: (change: StopChange) => void;
}) {
  const name = target?.name ?? 'The fleet';
  return (
    <section className="flex flex-col gap-2 border-b border-line p-3.5" aria-label={`${name} is stopped`}>
      <div className="flex flex-wrap items-center gap-x-2.5">
        <StatusGlyph kind={stopped.share > 0 ? 'run' : 'stopped'} />
        <b className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">
          {target ? (
            <Link className="hover:underline" href={href('/agent', { id: target.id })}>
              {name}
            </Link>
          ) : (
            name
          )}{' '}
          {stopped.share > 0 ? `lets ${shareWords(stopped.share)} in` : 'is stopped'}
        </b>
        <span className="text-12 text-ink-3">
          since <When at={stopped.since} />
        </span>
      </div>
      <p className="text-12 text-ink-2 [overflow-wrap:anywhere]">
        {stopped.by}: “{stopped.reason}”.
        <ResumedBy stopped={stopped} /> <Reached agent={target?.id ?? null} />
      </p>
      <ResumeControls target={target} stopped={stopped} role={role} ask={ask} />
    </section>
  );
}
