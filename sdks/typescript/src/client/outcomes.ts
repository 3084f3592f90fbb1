import { randomUUID } from 'node:crypto';
import type { Connection, Reply } from '../http/connection.js';
import { lifetime } from '../http/lifetime.js';
import { wait } from '../http/wait.js';
import { isRetried, retryDelay } from '../policy/retry.js';
import { redactText } from '../redaction/redact.js';
import { messageOf, type Problems } from './problems.js';

/** What came of a run, as `protocol/outcome.schema.json` describes it. Exactly one field names the run. */
export interface Outcome {
  id?: string;
  executionId?: string;
  traceId?: string;
  key?: string;
  kind: string;
  success?: boolean | null;
  source?: 'outcome' | 'person' | 'downstream';
  confidence?: number;
  value?: number;
  comment?: string;
  by?: string;
  at?: string;
}

const MAX_WAITING = 10_000;
const AT_ONCE = 500;

/** Sends outcomes in the background, again until the server has them. */
export class OutcomeSender {
  readonly #closed = lifetime();
  #waiting: Outcome[] = [];
  #sending: Promise<void> | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly problems: Problems,
  ) {}

  /** Takes an outcome; its id makes sure that it counts once. */
  send(outcome: Outcome): void {
    const comment = outcome.comment === undefined ? {} : { comment: redactText(outcome.comment) };
    if (this.#waiting.length >= MAX_WAITING) {
      this.#waiting.shift();
      this.problems.report('outcomes', 'outcomes were dropped because too many wait');
    }
    this.#waiting.push({ id: randomUUID(), at: new Date().toISOString(), ...outcome, ...comment });
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  /** Ends when all outcomes were sent. */
  async flushed(): Promise<void> {
    while (this.#sending !== null) await this.#sending;
  }

  close(): void {
    this.#closed.abort();
  }

  async #sendAll(): Promise<void> {
    await Promise.resolve();
    for (let failures = 0; this.#waiting.length > 0 && !this.#closed.signal.aborted; ) {
      const outcomes = this.#waiting.slice(0, AT_ONCE);
      const reply = await this.#post(outcomes);
      const status = reply?.status ?? null;
      if (isRetried(status)) {
        failures++;
        const retryAfter = reply?.headers['retry-after'] ?? null;
        await wait(retryDelay(failures, retryAfter, Date.now(), Math.random()), this.#closed.signal);
        continue;
      }
      failures = 0;
      if (status !== null && status >= 300)
        this.problems.report('outcomes', `the server refused outcomes with ${status}`);
      const sent = new Set(outcomes);
      this.#waiting = this.#waiting.filter((outcome) => !sent.has(outcome));
    }
  }

  async #post(outcomes: Outcome[]): Promise<Reply | null> {
    try {
      return await this.connection.send({
        method: 'POST',
        path: '/api/v1/outcomes',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ outcomes }),
        signal: this.#closed.signal,
      });
    } catch (error) {
      if (!this.#closed.signal.aborted) this.problems.report('unreachable', messageOf(error));
      return null;
    }
  }
}
