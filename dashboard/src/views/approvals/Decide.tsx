'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useId, useRef, useState } from 'react';
import { ApiError, path, post } from '@/api/client';
import type { Approval, Role } from '@/api/types';
import { elapsed } from '@/format/numbers';
import { clockSeconds } from '@/format/time';
import { useKeys } from '@/shell/keys';
import { covers } from '@/shell/sections';
import { toast } from '@/shell/toasts';
import { REASON_MIN } from '@/ui/reason';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { useZone, When } from '@/ui/values';
import { runAddress } from './Chosen';
import { CopyLink } from './CopyLink';
import { glyphOf, WORDS } from './Queue';
import { isSoon, leftOf, shareLeft, stateAt, useSeconds } from './waiting';

type Verb = 'approve' | 'deny';

const REASONS = ['checked, the call is right', 'agreed with the customer', 'the arguments are wrong'];

/** What becomes of a call without an answer, by the rule as it asked; null where that is not known. */
export function unanswered(approval: Approval | undefined): 'denied' | 'allowed' | null {
  if (!approval?.whenUnanswered) return null;
  return approval.whenUnanswered === 'allow' ? 'allowed' : 'denied';
}

/** Approve or deny, with the reason; what is over says by whom and why, in the same place. */
export function Decide({ approval, role }: { approval: Approval; role: Role | undefined }) {
  const now = useSeconds();
  const state = stateAt(approval, now);
  const otherwise = unanswered(approval);
  const zone = useZone();
  const until = clockSeconds(approval.expiresAt, zone);
  const waits = state === 'pending';
  return (
    <Panel title="Decide" sub={waits ? 'needs an Admin' : WORDS[state]}>
      <div className="flex flex-col gap-3 p-3.5">
        {waits ? (
          <div className="flex items-center gap-3">
            <Ring share={shareLeft(approval, now)} soon={isSoon(approval, now)} />
            <div>
              <div className={`text-15 font-semibold ${isSoon(approval, now) ? 'text-warn' : ''}`}>
                {elapsed(leftOf(approval, now))} left
              </div>
              <div className="text-12 text-ink-3">
                until {until}
                {otherwise ? `, then it is ${otherwise}` : ', then its rule decides'}
              </div>
            </div>
          </div>
        ) : (
          <Ended approval={approval} state={state} otherwise={otherwise} />
        )}
        {waits && <Answers approval={approval} role={role} />}
        {!waits && <OpenRun approval={approval} />}
      </div>
      {waits && <Outcomes until={until} otherwise={otherwise} />}
    </Panel>
  );
}

function Ring({ share, soon }: { share: number; soon: boolean }) {
  const round = 2 * Math.PI * 17;
  return (
    <svg width="42" height="42" viewBox="0 0 42 42" aria-hidden="true">
      <circle cx="21" cy="21" r="17" fill="none" stroke="var(--bg-3)" strokeWidth="4" />
      <circle
        cx="21"
        cy="21"
        r="17"
        fill="none"
        stroke={soon ? 'var(--warn-fill)' : 'var(--edge)'}
        strokeWidth="4"
        strokeDasharray={`${round * share} ${round}`}
        transform="rotate(-90 21 21)"
      />
    </svg>
  );
}

function Ended({
  approval,
  state,
  otherwise,
}: {
  approval: Approval;
  state: Approval['state'];
  otherwise: 'denied' | 'allowed' | null;
}) {
  return (
    <div className="flex items-start gap-2.5">
      <span className="pt-0.5">
        <StatusGlyph kind={glyphOf(state)} size={15} />
      </span>
      <div className="min-w-0 text-12 text-ink-2">
        {state === 'expired' ? (
          <>
            <div className="text-13 font-medium text-ink-1">Nobody answered</div>
            Time ran out <When at={approval.expiresAt} />
            {otherwise ? `; by its rule the call is ${otherwise}.` : '; its rule decided.'}
          </>
        ) : (
          <>
            <div className="text-13 font-medium text-ink-1">
              {state === 'approved' ? 'Approved' : 'Denied'} by {approval.decidedBy ?? 'somebody'}
            </div>
            {approval.reason && <div className="[overflow-wrap:anywhere]">“{approval.reason}”</div>}
            {approval.decidedAt && (
              <div className="text-ink-3">
                <When at={approval.decidedAt} />
              </div>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function OpenRun({ approval }: { approval: Approval }) {
  const run = runAddress(approval);
  return run ? (
    <Link className="btn flex-1" href={run}>
      Open the run
    </Link>
  ) : (
    <span className="flex-1 text-12 text-ink-3">The question names no run.</span>
  );
}

function Answers({ approval, role }: { approval: Approval; role: Role | undefined }) {
  const client = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<Verb | null>(null);
  const [error, setError] = useState<string | null>(null);
  const hint = useId();
  const may = covers(role, 'admin');
  const short = reason.trim().length < REASON_MIN;
  const decide = async (verb: Verb) => {
    if (!may || busy) return;
    setTried(true);
    if (short) {
      field.current?.focus();
      return;
    }
    setBusy(verb);
    setError(null);
    try {
      await post<Approval>(`${path`/approvals/${approval.id}`}/${verb}`, { reason: reason.trim() });
      toast({
        kind: verb === 'approve' ? 'better' : 'stopped',
        title: `${approval.tool} ${verb === 'approve' ? 'approved' : 'denied'}`,
        detail: approval.agent.name,
      });
    } catch (cause) {
      if (cause instanceof ApiError && cause.status === 409)
        toast({
          kind: 'warn',
          title: 'It was over before you answered',
          detail: 'Your answer was not used.',
        });
      else setError(cause instanceof ApiError ? cause.message : 'The decision was not made.');
    }
    await client.invalidateQueries({ queryKey: ['approvals'] });
    setBusy(null);
  };
  useKeys([
    { key: 'y', does: 'approve', run: () => void decide('approve') },
    { key: 'n', does: 'deny', run: () => void decide('deny') },
  ]);
  return (
    <>
      <label className="flex flex-col gap-1.5 text-12 text-ink-2">
        <span>
          Reason <span className="text-ink-3">(required; the agent and the audit log get it)</span>
        </span>
        <textarea
          ref={field}
          className="field"
          rows={2}
          maxLength={500}
          value={reason}
          disabled={!may}
          aria-invalid={tried && short}
          aria-describedby={hint}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void decide('approve');
          }}
        />
      </label>
      {tried && short && (
        <span id={hint} className="text-12 text-bad">
          Write at least {REASON_MIN} characters, so that others understand it later.
        </span>
      )}
      <div className="flex flex-wrap gap-1.5">
        {REASONS.map((text) => (
          <button
            key={text}
            type="button"
            className="btn sm"
            aria-pressed={reason === text}
            disabled={!may}
            onClick={() => setReason(text)}
          >
            {text}
          </button>
        ))}
      </div>
      {error && (
        <p className="text-12 text-bad" role="alert">
          {error}
        </p>
      )}
      {!may && <p className="text-12 text-ink-3">Only Admins can decide.</p>}
      <button
        type="button"
        className="btn go min-w-0"
        disabled={!may || busy !== null}
        onClick={() => decide('approve')}
      >
        <span className="truncate">Approve {approval.tool}</span> <kbd>Y</kbd>
      </button>
      <div className="flex gap-2">
        <button
          type="button"
          className="btn flex-1"
          disabled={!may || busy !== null}
          onClick={() => decide('deny')}
        >
          Deny <kbd>N</kbd>
        </button>
        <OpenRun approval={approval} />
      </div>
      {may && <CopyLink approval={approval} />}
    </>
  );
}

function Outcomes({ until, otherwise }: { until: string; otherwise: 'denied' | 'allowed' | null }) {
  const rows: [Glyph, string, string][] = [
    ['better', 'Approved', 'the call is made once, with these arguments'],
    ['stopped', 'Denied', 'the tool answers with your reason; the run goes on'],
    [
      'unknown',
      'No answer',
      otherwise ? `${otherwise} at ${until}, by the rule` : `at ${until} its rule decides`,
    ],
  ];
  return (
    <ul className="flex flex-col gap-2 border-t border-line p-3.5 text-12">
      {rows.map(([glyph, name, what]) => (
        <li key={name} className="grid grid-cols-[16px_76px_minmax(0,1fr)] gap-2">
          <span className="pt-0.5">
            <StatusGlyph kind={glyph} />
          </span>
          <span className="font-medium">{name}</span>
          <span className="text-ink-3">{what}</span>
        </li>
      ))}
    </ul>
  );
}
