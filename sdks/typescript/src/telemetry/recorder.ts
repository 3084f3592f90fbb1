import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { messageOf, type Problems } from '../client/problems.js';
import { wait } from '../http/wait.js';
import type { RecordLog } from './record-log.js';
import type { SpanSerializer } from './redacted-span.js';

/** How long ended spans wait until they are written together, in milliseconds. */
const COMMIT_MS = 25;
/** How many spans wait at most. */
const MAX_PENDING = 20_000;
/** How many pending spans make a host wait that asked for it. */
const CROWDED = 1_000;
/** How many spans are serialized before the host has its turn. */
const SLICE = 32;

/** Takes ended spans and commits them to a log in groups, beside the work of the host. */
export class Recorder implements SpanProcessor {
  readonly #started = new WeakSet<object>();
  #pending: ReadableSpan[] = [];
  #serialized: Uint8Array[] = [];
  #committing: Promise<void> | null = null;
  #dropped = 0;
  #closed = false;

  constructor(
    private readonly log: RecordLog,
    private readonly serializer: SpanSerializer,
    private readonly onCommit: () => void,
    private readonly problems: Problems,
  ) {}

  /** Spans that were dropped because more ended than could be written. */
  get dropped(): number {
    return this.#dropped;
  }

  onStart(span: object): void {
    this.#started.add(span);
  }

  /** Whether a span passes through here, so that the server will know it. */
  knows(span: object): boolean {
    return this.#started.has(span);
  }

  onEnd(span: ReadableSpan): void {
    if (this.#closed || (span.spanContext().traceFlags & 1) === 0) return;
    if (this.#pending.length >= MAX_PENDING) {
      this.#pending.shift();
      this.#dropped++;
    }
    this.#pending.push(span);
    this.#committing ??= this.#commitSoon();
  }

  /** Waits until few enough spans are pending, at most for a time. */
  async room(atMostMs: number): Promise<void> {
    const until = performance.now() + atMostMs;
    while (this.#pending.length >= CROWDED && performance.now() < until) await wait(5);
  }

  /** Ends when all spans that have ended so far are in the log. */
  async forceFlush(): Promise<void> {
    while (this.#committing !== null) await this.#committing;
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.#closed = true;
  }

  /** Writes what is left before the process exits. */
  commitAtExit(): void {
    for (const span of this.#pending.splice(0)) this.#serialize(span);
    this.log.appendAtExit(this.#serialized.splice(0));
  }

  async #commitSoon(): Promise<void> {
    await wait(COMMIT_MS);
    while (this.#pending.length > 0) {
      for (const span of this.#pending.splice(0, SLICE)) this.#serialize(span);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#pending.length === 0 || this.#serialized.length >= SLICE * 16) {
        await this.log.append(this.#serialized.splice(0));
        this.onCommit();
      }
    }
    this.#committing = null;
  }

  #serialize(span: ReadableSpan): void {
    try {
      this.#serialized.push(this.serializer.serialize(span));
    } catch (error) {
      this.problems.report('telemetry', messageOf(error));
    }
  }
}
