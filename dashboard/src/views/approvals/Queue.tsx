'use client';

import type { Approval } from '@/api/types';
import { elapsed } from '@/format/numbers';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { When } from '@/ui/values';
import { metValue } from './met';
import { endedAt, isSoon, leftOf, shareLeft, stateAt, useSeconds } from './waiting';

const GLYPHS: Record<Approval['state'], Glyph> = {
  pending: 'you',
  approved: 'better',
  denied: 'stopped',
  expired: 'unknown',
};
export const glyphOf = (state: Approval['state']): Glyph => GLYPHS[state];

export const WORDS: Record<Approval['state'], string> = {
  pending: 'waits for a person',
  approved: 'approved',
  denied: 'denied',
  expired: 'nobody answered',
};

/** One question: what waits with its time, what is over with who and why. */
export function QueueRow({
  approval,
  chosen,
  onChoose,
}: {
  approval: Approval;
  chosen: boolean;
  onChoose: () => void;
}) {
  const now = useSeconds();
  const state = stateAt(approval, now);
  const soon = isSoon(approval, now);
  const value = metValue(approval);
  return (
    <li>
      <button type="button" className="queue-row" aria-current={chosen || undefined} onClick={onChoose}>
        <StatusGlyph kind={glyphOf(state)} label={WORDS[state]} />
        <code className={`min-w-0 truncate font-medium ${state === 'pending' ? '' : 'text-ink-2'}`}>
          {approval.tool} {value && <span className="pl-1 font-normal text-ink-2">{value}</span>}
        </code>
        <span
          className={`text-12 whitespace-nowrap ${state !== 'pending' ? 'text-ink-3' : soon ? 'font-medium text-warn' : 'text-ink-2'}`}
        >
          {state === 'pending' ? (
            `${elapsed(leftOf(approval, now))} left`
          ) : (
            <When at={endedAt(approval)} as="since" />
          )}
        </span>
        <span className="more truncate text-12 text-ink-3">
          {approval.agent.name}
          {state === 'pending'
            ? approval.ruleReason
              ? ` · ${approval.ruleReason}`
              : approval.ruleId && ` · rule ${approval.ruleId}`
            : ` · ${WORDS[state]}`}
        </span>
        {state !== 'pending' && approval.decidedBy && (
          <span className="more truncate text-12 text-ink-3" title={approval.reason ?? undefined}>
            {approval.decidedBy}
            {approval.reason && `: “${approval.reason}”`}
          </span>
        )}
        {state === 'pending' && (
          <span className="left-bar" data-soon={soon || undefined} aria-hidden="true">
            <i style={{ width: `${shareLeft(approval, now) * 100}%` }} />
          </span>
        )}
      </button>
    </li>
  );
}
