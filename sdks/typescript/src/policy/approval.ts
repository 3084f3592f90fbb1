import type { Refused } from './begin.js';

/** What a person said, or that the server let the question expire. */
export interface Answer {
  state: string;
  reason: string | null;
}

/** A question to a person, and what is known of it. Times are in milliseconds of the server's clock. */
export interface Question {
  expiresAt: number;
  whenUnanswered: string | null;
  whenUnreachable: string | null;
  delivered: boolean;
  rejected: boolean;
  answer: Answer | null;
}

/** How a question ends: still pending, permitted, or refused. */
export type Ending = 'pending' | 'permit' | Refused;

/** Decides how a question stands at a time of the server's clock. */
export function endingOf(question: Question, now: number): Ending {
  const state = question.answer?.state;
  if (state === 'approved') return 'permit';
  if (state === 'denied') return { kind: 'deniedByPerson', reason: question.answer?.reason ?? null };
  const unreachable = question.rejected || !question.delivered;
  const over = state === 'expired' || question.rejected || now >= question.expiresAt;
  if (!over) return 'pending';
  if (unreachable && state !== 'expired') return by(question.whenUnreachable === 'open', 'unreachable');
  return by(question.whenUnanswered === 'allow', 'unanswered');
}

function by(permits: boolean, kind: 'unreachable' | 'unanswered'): Ending {
  return permits ? 'permit' : { kind, reason: null };
}
