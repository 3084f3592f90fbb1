'use client';

import { useState } from 'react';
import type { Agent, Role, Stopped, Stops } from '@/api/types';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { When } from '@/ui/values';
import { ResumeControls } from '../govern/ResumeControls';
import { Reached, ResumedBy, type StopChange, StopDialog, shareWords, type Target } from '../govern/stops';

/** Says on the page of an agent that it, or the whole fleet, is stopped, and resumes it. */
export function StopBanner({ agent, stops, role }: { agent: Agent; stops: Stops; role: Role | undefined }) {
  const own = stops.agents.find((each) => each.agent.id === agent.id);
  return (
    <>
      {stops.fleet && <Banner target={null} stopped={stops.fleet} role={role} />}
      {own && <Banner target={{ id: agent.id, name: agent.name }} stopped={own} role={role} />}
    </>
  );
}

function Banner({ target, stopped, role }: { target: Target; stopped: Stopped; role: Role | undefined }) {
  const [change, setChange] = useState<StopChange | null>(null);
  const name = target?.name ?? 'The fleet';
  return (
    <section className="stopped-banner" aria-label={`${name} is stopped`}>
      <div className="min-w-0 flex-1 basis-70">
        <div className="font-medium">
          <span className="mr-2 inline-block translate-y-0.5">
            <StatusGlyph kind={stopped.share > 0 ? 'run' : 'stopped'} />
          </span>
          {name} {stopped.share > 0 ? `lets ${shareWords(stopped.share)} of new runs in` : 'is stopped'} since{' '}
          <When at={stopped.since} />
        </div>
        <div className="text-12 text-ink-2 [overflow-wrap:anywhere]">
          {stopped.by}: “{stopped.reason}”.
          <ResumedBy stopped={stopped} /> <Reached agent={target?.id ?? null} />
        </div>
      </div>
      <ResumeControls target={target} stopped={stopped} role={role} ask={setChange} />
      {change && <StopDialog change={change} stopped={stopped} onClose={() => setChange(null)} />}
    </section>
  );
}
