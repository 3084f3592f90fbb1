'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ApiError, post } from '@/api/client';
import type { Attempt, First } from '@/api/types';
import { MiniWaterfall } from '@/charts/MiniWaterfall';
import { duration, elapsed } from '@/format/numbers';
import { href } from '@/shell/address';
import { toast } from '@/shell/toasts';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { When } from '@/ui/values';
import { Attempts } from './IngestEndpoints';

function Ring({ green }: { green: boolean }) {
  return green ? (
    <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true">
      <circle cx="28" cy="28" r="26" fill="var(--ok-soft)" stroke="var(--ok-fill)" strokeWidth="2" />
      <path
        d="m18 29 7 7 14-16"
        fill="none"
        stroke="var(--ok)"
        strokeWidth="3.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  ) : (
    <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true">
      <circle
        cx="28"
        cy="28"
        r="26"
        fill="none"
        stroke="var(--line-2)"
        strokeWidth="2"
        strokeDasharray="3 5"
      />
      <path
        className="turning"
        d="M28 2a26 26 0 0 1 26 26"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="28" cy="28" r="5" fill="var(--accent)" />
    </svg>
  );
}

function Listening({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <>listening for {elapsed(now - since)}</>;
}

/** The indicator that waits for the first run, and the attempts meanwhile. */
export function WaitingPanel({
  since,
  attempts,
  agentsAlready,
}: {
  since: number;
  /** Null: not for this role. */
  attempts: Attempt[] | null;
  agentsAlready: number;
}) {
  return (
    <Panel label="Waiting for the first trace">
      <div className="flex items-center gap-4 p-4.5">
        <Ring green={false} />
        <div aria-live="polite">
          <div className="text-15 font-semibold">
            {agentsAlready > 0 ? 'Waiting for the next trace' : 'Waiting for the first trace'}
          </div>
          <div className="text-12 text-ink-3" aria-live="off">
            <Listening since={since} /> ·{' '}
            {agentsAlready > 0
              ? `${agentsAlready} ${agentsAlready === 1 ? 'agent already reports' : 'agents already report'}`
              : 'nothing stored yet'}
          </div>
        </div>
      </div>
      <Attempts attempts={attempts} />
    </Panel>
  );
}

export function ConnectedPanel({ first }: { first: First & { execution: NonNullable<First['execution']> } }) {
  const { execution } = first;
  return (
    <section
      className="panel border-[color-mix(in_oklab,var(--ok-fill)_70%,transparent)]"
      aria-label="Connected"
    >
      <div className="flex items-center gap-4 border-b border-line p-4.5" aria-live="polite">
        <Ring green />
        <div>
          <h2 className="text-15 font-semibold">{execution.agent.name} is connected</h2>
          <div className="text-12 text-ink-3">
            First trace at <When at={first.receivedAt ?? execution.startedAt} as="seconds" />
            {first.visibleAfterMs !== null && ` · visible ${duration(first.visibleAfterMs)} after receipt`} ·
            stored before the 200
          </div>
        </div>
      </div>
      <div className="px-3.5 py-3">
        <MiniWaterfall actions={first.actions} limit={8} />
      </div>
      <div className="flex flex-wrap gap-2 px-3.5 pb-3.5">
        <Link className="btn go" href={href('/execution', { id: execution.id })}>
          Open this run
        </Link>
        <Link className="btn" href="/fleet">
          Go to the fleet
        </Link>
      </div>
    </section>
  );
}

/** What the mapping understood of the first trace, and what is missing, with the lines that add it. */
export function Understood({ items }: { items: First['understood'] }) {
  return (
    <Panel title="What we understood">
      <ul className="py-2">
        {items.map((item) => (
          <li
            key={item.what}
            className="grid min-h-[29px] grid-cols-[16px_minmax(0,130px)_minmax(0,1fr)] items-start gap-2.5 px-3.5 py-1 text-12"
          >
            <span className="pt-0.5">
              <StatusGlyph
                kind={item.state === 'ok' ? 'better' : 'unknown'}
                size={13}
                label={item.state === 'ok' ? 'understood' : 'missing'}
              />
            </span>
            <span className="font-medium">{item.what}</span>
            <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
              {item.state === 'missing' && '– '}
              {item.text}
            </span>
            {item.remedy && <code className="code col-span-2 col-start-2 mt-1 block">{item.remedy}</code>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** For somebody without an agent at hand. */
export function TestTrace({ may }: { may: boolean }) {
  const send = useMutation({
    mutationFn: () => post<{ executionId: string }>('/connect/test', {}),
    onSuccess: ({ executionId }) =>
      toast({ kind: 'better', title: 'Test trace sent', detail: `run ${executionId.slice(0, 8)}…` }),
    onError: (error) =>
      toast({
        kind: 'warn',
        title: 'The test trace was not stored',
        detail: error instanceof ApiError ? error.message : undefined,
      }),
  });
  return (
    <div className="panel flex flex-wrap items-center gap-2 px-3.5 py-3">
      <span className="flex-1 text-12 text-ink-3">No agent at hand?</span>
      <button
        type="button"
        className="btn"
        disabled={!may || send.isPending}
        title={may ? undefined : 'Needs the role Developer'}
        onClick={() => send.mutate()}
      >
        Send a test trace
      </button>
    </div>
  );
}
