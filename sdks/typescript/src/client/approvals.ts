import type { Clock } from '../http/clock.js';
import type { Connection, Reply } from '../http/connection.js';
import { lifetime } from '../http/lifetime.js';
import { wait } from '../http/wait.js';
import { type Answer, type Ending, endingOf, type Question } from '../policy/approval.js';
import { isObject, parseJson } from '../policy/json.js';
import { isRetried, retryDelay } from '../policy/retry.js';
import { messageOf, type Problems } from './problems.js';

/** What is asked. `expiresAt` is in milliseconds of the server's clock. */
export interface Asked {
  id: string;
  body: Record<string, unknown>;
  expiresAt: number;
  whenUnanswered: string | null;
  whenUnreachable: string | null;
}

interface Open {
  question: Question;
  settle: (ending: Exclude<Ending, 'pending'>) => void;
  ended: AbortController;
}

const POLL_MS = 5_000;
/** The longest delay that a timer of Node can have. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Asks people, in the background, whether calls may be made. */
export class Approvals {
  readonly #open = new Map<string, Open>();

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly problems: Problems,
    private readonly isStreaming: () => boolean,
  ) {}

  /** Asks a question; answers with how it ended. Never rejects. */
  ask(asked: Asked): Promise<Exclude<Ending, 'pending'>> {
    const { expiresAt, whenUnanswered, whenUnreachable } = asked;
    return new Promise((settle) => {
      const question = {
        expiresAt,
        whenUnanswered,
        whenUnreachable,
        delivered: false,
        rejected: false,
        answer: null,
      };
      this.#open.set(asked.id, { question, settle, ended: lifetime() });
      void this.#deliver(asked);
      void this.#expire(asked.id);
      void this.#poll(asked.id);
    });
  }

  /** Takes an `approval` of the stream, or of a request for one. */
  answer(data: unknown): void {
    if (!isObject(data) || typeof data.id !== 'string' || typeof data.state !== 'string') return;
    const reason = typeof data.reason === 'string' ? data.reason : null;
    this.#update(data.id, { answer: { state: data.state, reason } satisfies Answer, delivered: true });
  }

  close(): void {
    for (const { ended } of this.#open.values()) ended.abort();
  }

  #update(id: string, change: Partial<Question>): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    Object.assign(open.question, change);
    const ending = endingOf(open.question, this.clock.server());
    if (ending === 'pending') return;
    this.#open.delete(id);
    open.ended.abort();
    open.settle(ending);
  }

  async #deliver(asked: Asked): Promise<void> {
    const ended = this.#ended(asked.id);
    for (let failures = 1; !ended.aborted; failures++) {
      const reply = await this.#send('POST', '/api/v1/approvals', ended, JSON.stringify(asked.body));
      const status = reply?.status ?? null;
      if (status !== null && status < 300) return this.#update(asked.id, { delivered: true });
      if (!isRetried(status)) {
        this.problems.report('approval', `the server answered ${status} to a question`);
        return this.#update(asked.id, { rejected: true });
      }
      const retryAfter = reply?.headers['retry-after'] ?? null;
      await wait(retryDelay(failures, retryAfter, this.clock.wall(), Math.random()), ended);
    }
  }

  async #expire(id: string): Promise<void> {
    const ended = this.#ended(id);
    const { question } = this.#open.get(id) as Open;
    while (!ended.aborted) {
      await wait(Math.min(question.expiresAt - this.clock.server(), MAX_TIMER_MS), ended);
      this.#update(id, {});
    }
  }

  /** Asks for the answer while it cannot arrive on the stream. */
  async #poll(id: string): Promise<void> {
    const ended = this.#ended(id);
    while (!ended.aborted) {
      await wait(POLL_MS, ended);
      if (this.isStreaming() || !this.#open.get(id)?.question.delivered) continue;
      const reply = await this.#send('GET', `/api/v1/approvals/${id}`, ended);
      if (reply?.status === 200) this.answer(parseJson(reply.body.toString('utf8')));
    }
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    signal: AbortSignal,
    body?: string,
  ): Promise<Reply | null> {
    try {
      const headers = { 'content-type': 'application/json' };
      return await this.connection.send({ method, path, signal, ...(body ? { body, headers } : {}) });
    } catch (error) {
      if (!signal.aborted) this.problems.report('unreachable', messageOf(error));
      return null;
    }
  }

  #ended(id: string): AbortSignal {
    return (this.#open.get(id) as Open).ended.signal;
  }
}
