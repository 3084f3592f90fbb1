import type { Pending, Permit, Refusal } from './decision.js';

/** A question to a person whose answer arrives later. */
export class PendingApproval implements Pending {
  readonly type = 'pending';
  readonly #decision: Promise<Permit | Refusal>;
  #hold: NodeJS.Timeout | null = null;

  constructor(
    readonly approvalId: string,
    readonly expiresAt: Date,
    readonly rule: string,
    decision: Promise<Permit | Refusal>,
  ) {
    this.#decision = decision;
  }

  get decision(): Promise<Permit | Refusal> {
    if (this.#hold === null) {
      const hold = setInterval(() => {}, 60_000);
      this.#hold = hold;
      void this.#decision.then(() => clearInterval(hold));
    }
    return this.#decision;
  }

  wait(signal?: AbortSignal): Promise<Permit | Refusal> {
    if (signal === undefined) return this.decision;
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      void this.decision.then((decision) => {
        signal.removeEventListener('abort', abort);
        resolve(decision);
      });
    });
  }
}
