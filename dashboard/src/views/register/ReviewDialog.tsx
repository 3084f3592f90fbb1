'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RegisterDetail } from '@/api/types';
import { serverNow } from '@/shell/freshness';
import { toast } from '@/shell/toasts';
import ChangeDialog from '@/ui/ChangeDialog';
import { Segments } from '@/ui/states';
import { send } from './send';
import { endOf, usesWords } from './words';

type Outcome = RegisterDetail['review'];

const MONTHS: [number, string][] = [
  [3, '3 months'],
  [6, '6 months'],
  [12, '1 year'],
];

/** The day so many months ahead, as a field of a date has it. */
function inMonths(months: number): string {
  const day = new Date(serverNow());
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

const DONE: Record<Outcome, string> = {
  approved: 'is approved',
  restricted: 'is restricted',
  unreviewed: 'is without a review again',
};

/** A review: what it comes to, until when, and why. */
export default function ReviewDialog({ entry, onClose }: { entry: RegisterDetail; onClose: () => void }) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome>(entry.review === 'restricted' ? 'restricted' : 'approved');
  const [until, setUntil] = useState(() => inMonths(6));
  const back = outcome === 'unreviewed';
  const today = new Date(serverNow()).toISOString().slice(0, 10);
  const past = !back && until !== '' && until < today;
  const known = usesWords(entry.knownUses);
  const fresh = entry.newUses && usesWords(entry.newUses);
  return (
    <ChangeDialog
      title={`Review ${entry.agent.name}`}
      what="A review is a statement for the audit. It changes nothing the agent may do; limits and tool rules do."
      verb={back ? 'Take back the review' : outcome === 'approved' ? 'Approve' : 'Restrict'}
      danger={back}
      wrong={past ? { reviewedUntil: 'A day from today on.' } : null}
      reasons={back ? [] : ['Looked at its tools, models and prompts', 'The regular review']}
      onClose={onClose}
      onConfirm={async (reason) => {
        await send(client, entry, {
          review: outcome,
          reason,
          ...(!back && until !== '' && { reviewedUntil: endOf(until) }),
        });
        toast({ kind: 'better', title: `${entry.agent.name} ${DONE[outcome]}` });
      }}
    >
      {(refused) => (
        <div className="flex flex-col gap-3 text-12 text-ink-2">
          <div className="flex flex-col items-start gap-1">
            <span>It comes to</span>
            <Segments<Outcome>
              label="It comes to"
              value={outcome}
              options={[
                { value: 'approved', label: 'Approved' },
                { value: 'restricted', label: 'Restricted' },
                ...(entry.review === 'unreviewed'
                  ? []
                  : [{ value: 'unreviewed' as const, label: 'Not reviewed' }]),
              ]}
              onChange={setOutcome}
            />
            <span className="text-ink-3">
              {outcome === 'approved'
                ? 'It may run as it does.'
                : outcome === 'restricted'
                  ? 'It may do less than it could; the reason says what.'
                  : 'The review is taken back: everything it uses waits for a new one.'}
            </span>
          </div>
          {!back && (
            <>
              <div className="flex flex-col gap-1">
                <label className="flex flex-col gap-1">
                  <span>
                    Holds until <span className="text-ink-3">the end of that day, UTC; empty for no end</span>
                  </span>
                  <input
                    className="field"
                    type="date"
                    min={today}
                    value={until}
                    aria-invalid={!!refused.reviewedUntil}
                    onChange={(event) => setUntil(event.target.value)}
                  />
                </label>
                {refused.reviewedUntil && <span className="text-bad">{refused.reviewedUntil}</span>}
                <div className="flex flex-wrap gap-1.5">
                  {MONTHS.map(([months, words]) => (
                    <button
                      key={months}
                      type="button"
                      className="btn sm"
                      onClick={() => setUntil(inMonths(months))}
                    >
                      {words}
                    </button>
                  ))}
                  <button type="button" className="btn sm" onClick={() => setUntil('')}>
                    No end
                  </button>
                </div>
              </div>
              <p>
                {known
                  ? `It covers what is known now: ${known}${fresh ? `, of which ${fresh} ${/^1 \S+$/.test(fresh) ? 'is' : 'are'} new` : ''}. `
                  : 'Nothing is known yet of what it uses. '}
                What comes later is shown as new.
              </p>
            </>
          )}
        </div>
      )}
    </ChangeDialog>
  );
}
