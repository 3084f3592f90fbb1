import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { messageOf, type Problems } from '../client/problems.js';
import type { Connection, Reply } from '../http/connection.js';
import { lifetime } from '../http/lifetime.js';
import { wait } from '../http/wait.js';
import { isRetried, retryDelay } from '../policy/retry.js';
import { asRequest } from './protobuf.js';
import type { Batch, RecordLog } from './record-log.js';

const compress = promisify(gzip);
const TIMEOUT_MS = 30_000;
/** How long records are gathered before they are sent, in milliseconds. */
const GATHER_MS = 1_000;
const IDLE_MS = 60_000;

/** Sends the records of a log, oldest first, again and again until the server has them. */
export class Sender {
  readonly #closed = lifetime();
  #wake = lifetime();
  #isEmpty = true;
  #stopped = false;
  #draining = 0;
  #running: Promise<void> | null = null;

  constructor(
    private readonly log: RecordLog,
    private readonly connection: Connection,
    private readonly problems: Problems,
  ) {}

  /** Begins to send in the background. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Says that there are new records. */
  notify(): void {
    if (this.#isEmpty) this.#wakeUp();
    this.#isEmpty = false;
  }

  /** Sends at once what there is, until the log is empty or the signal aborts; whether it is empty. */
  async drain(signal: AbortSignal): Promise<boolean> {
    this.#isEmpty = false;
    this.#draining++;
    this.#wakeUp();
    while (!signal.aborted && !this.#isEmpty && !this.#stopped) await wait(5, signal);
    this.#draining--;
    return this.#isEmpty;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#wakeUp();
    await this.#running;
  }

  #wakeUp(): void {
    this.#wake.abort();
    this.#wake = lifetime();
  }

  async #run(): Promise<void> {
    while (!this.#closed.signal.aborted && !this.#stopped) {
      const batch = await this.log.next();
      if (batch === null) {
        this.#isEmpty = true;
        await wait(IDLE_MS, this.#wake.signal);
        if (!this.#closed.signal.aborted && this.#draining === 0) await wait(GATHER_MS, this.#wake.signal);
      } else await this.#deliver(batch);
    }
  }

  /** Sends a batch until it is answered for good; parts of it one by one where it is too large or wrong. */
  async #deliver(batch: Batch): Promise<void> {
    for (let failures = 1; !this.#closed.signal.aborted; failures++) {
      const reply = await this.#post(batch);
      const status = reply?.status ?? null;
      if (reply !== null && reply.status < 300) {
        this.#reportPartial(reply);
        return batch.remove();
      }
      if (!isRetried(status)) return this.#refused(batch, status ?? 0);
      if (status !== null) this.problems.report('telemetry', `the server answered ${status} to telemetry`);
      if (this.#closed.signal.aborted) return;
      const retryAfter = reply?.headers['retry-after'] ?? null;
      await wait(retryDelay(failures, retryAfter, Date.now(), Math.random()), this.#wake.signal);
    }
  }

  async #refused(batch: Batch, status: number): Promise<void> {
    const { payloads } = batch;
    this.problems.report('telemetry', `the server refused telemetry with ${status}`);
    if (status !== 400 && status !== 413) {
      // Wrong key or address: what is on disk waits for a process with the right one.
      if (!this.log.isDurable) return batch.remove();
      this.#stopped = true;
      return;
    }
    if (payloads.length === 1) await this.log.setAside(payloads[0] as Uint8Array);
    else {
      const half = Math.ceil(payloads.length / 2);
      const nothing = async () => {};
      await this.#deliver({ ...batch, payloads: payloads.slice(0, half), remove: nothing });
      await this.#deliver({
        ...batch,
        first: batch.first + half,
        payloads: payloads.slice(half),
        remove: nothing,
      });
    }
    if (!this.#closed.signal.aborted && !this.#stopped) await batch.remove();
  }

  async #post(batch: Batch): Promise<Reply | null> {
    const own = batch.instance === this.connection.instance;
    try {
      return await this.connection.send({
        method: 'POST',
        path: '/v1/traces',
        timeoutMs: TIMEOUT_MS,
        signal: this.#closed.signal,
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'gzip',
          'metaagent-instance': batch.instance,
          'metaagent-sequence': `${batch.first}-${batch.first + batch.payloads.length - 1}`,
          ...(own ? { 'metaagent-dropped': String(this.log.dropped) } : {}),
        },
        body: await compress(asRequest(batch.payloads)),
      });
    } catch (error) {
      if (!this.#closed.signal.aborted) this.problems.report('unreachable', messageOf(error));
      return null;
    }
  }

  #reportPartial(reply: Reply): void {
    try {
      const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(reply.body);
      const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
      if (rejected > 0)
        this.problems.report('telemetry', `spans were refused: ${partialSuccess?.errorMessage}`);
    } catch {
      // An answer without a body says nothing.
    }
  }
}
