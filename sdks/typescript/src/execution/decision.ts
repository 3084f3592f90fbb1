import type { RefusalKind } from '../policy/begin.js';

/** A call may be made, with these arguments. */
export interface Permit {
  readonly type: 'permit';
  readonly arguments: unknown;
  /** What a rule did: `allow`, `redact` or `ask`; null if no rule matched. */
  readonly effect: string | null;
  /** The id of the rule that decided. */
  readonly rule: string | null;
  readonly policyVersion: number | null;
}

/** A call or a run may not be made. A value, not an error. */
export interface Refusal {
  readonly type: 'refusal';
  readonly kind: RefusalKind;
  readonly reason: string | null;
  readonly effect: string;
  readonly rule: string | null;
  /** When it may be made again; null: unknown. */
  readonly resetsAt: Date | null;
  readonly policyVersion: number | null;
}

/** A person is asked. */
export interface Pending {
  readonly type: 'pending';
  readonly approvalId: string;
  readonly expiresAt: Date;
  readonly rule: string;
  /** How it ends. Reading it keeps the process alive until then. Never rejects. */
  readonly decision: Promise<Permit | Refusal>;
  /** The same; rejects with the reason of the signal if that aborts first. */
  wait(signal?: AbortSignal): Promise<Permit | Refusal>;
}

export type Decision = Permit | Refusal | Pending;

/** A sentence about a refusal, for a model or a person. */
export function explain(refusal: Refusal, what: string): string {
  const reason = refusal.reason ? `: ${refusal.reason}` : '';
  return `${what} was refused by policy (${refusal.kind})${reason}. Do not try it again unchanged.`;
}

/** Whether a value is a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && (value as Refusal).type === 'refusal' && 'kind' in value
  );
}

/** Thrown only where the host asked for errors instead of refusals as values. */
export class PolicyRefusedError extends Error {
  override readonly name = 'PolicyRefusedError';

  constructor(
    readonly refusal: Refusal,
    what: string,
  ) {
    super(explain(refusal, what));
  }
}
