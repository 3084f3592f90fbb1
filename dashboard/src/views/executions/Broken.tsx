'use client';

import { useAction } from '@/api/queries';
import type { Action, Execution } from '@/api/types';
import { Body, placeOf } from '@/ui/Body';

/** Room around the place that broke, in characters, in a text that is cut. */
const AROUND = 320;

/** The action that broke a run: the innermost one that failed last. */
export function brokenAction(run: Pick<Execution, 'id'>, actions: Action[]): Action | undefined {
  const whole = run.id.split('-')[1];
  return (
    actions.findLast((a) => a.status === 'error' && a.parentId !== null && a.spanId !== whole) ??
    actions.find((a) => a.status === 'error')
  );
}

/** A long text around the place that broke, with the place in it. */
export function excerpt(text: string, place: number | null): { text: string; place: number | null } {
  if (place === null || place < AROUND || place >= text.length) return { text, place };
  return { text: `…${text.slice(place - AROUND)}`, place: AROUND + 1 };
}

/** What broke a run: which action, its message, and the text that it could not use, with the place marked. */
export function Broken({ run, action }: { run: Execution; action: Action | undefined }) {
  const detail = useAction(action?.executionId ?? run.id, action?.spanId ?? null);
  if (!action && !run.error) return null;
  const message = action?.error?.message ?? run.error?.message;
  const input = detail.data?.input;
  const place = placeOf(message);
  const shown = typeof input === 'string' ? excerpt(input, place) : { text: input, place: null };
  return (
    <div>
      <div className="mb-1.5 text-12 [overflow-wrap:anywhere]">
        <span className="font-medium text-bad">{action ? `${action.name} failed` : 'Failed'}</span>{' '}
        <span className="text-ink-3">{message}</span>
      </div>
      {input !== null && input !== undefined && <Body value={shown.text} place={shown.place} limit={700} />}
    </div>
  );
}
