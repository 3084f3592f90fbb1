import type { Pending, Permit, Refusal } from './decision.js';

/** A question to a person whose answer arrives later. */
export class PendingApproval implements Pending {
  readonly type = 'pending';
  readonly #decision: Promise<Permit | Refusal>;
  #isHeld = false;

  constructor(
    readonly approvalId: string,
    readonly expiresAt: Date,
    readonly rule: string,
    decision: Promise<Permit | Refusal>,
  ) {
    this.#decision = decision;
  }

  get decision(): Promise<Permit | Refusal> {
    if (!this.#isHeld) {
      this.#isHeld = true;
      void this.#decision.then(hold());
    }
    return this.#decision;
  }

  wait(signal?: AbortSignal): Promise<Permit | Refusal> {
    if (signal === undefined) return this.decision;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const release = hold();
      const abort = () => {
        release();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      void this.#decision.then((decision) => {
        release();
        signal.removeEventListener('abort', abort);
        resolve(decision);
      });
    });
  }
}

/** Keeps the process alive until the function that it answers with is called. */
function hold(): () => void {
  const timer = setInterval(() => {}, 60_000);
  return () => clearInterval(timer);
}
