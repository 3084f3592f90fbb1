import { join } from 'node:path';
import type { Context, Tracer, TracerProvider } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Problems } from '../client/problems.js';
import type { Connection } from '../http/connection.js';
import { exit } from '../http/process-end.js';
import { wait } from '../http/wait.js';
import type { Settings } from '../settings/settings.js';
import { DiskLog } from './disk-log.js';
import { DurableLog } from './durable-log.js';
import { gitContext } from './git.js';
import { MemoryLog } from './memory-log.js';
import { Numbers } from './numbered.js';
import type { RecordLog } from './record-log.js';
import { Recorder } from './recorder.js';
import { SpanSerializer } from './redacted-span.js';
import { ownResource, sdkResource } from './resource.js';
import { Sender } from './sender.js';
import { chooseProvider, NestingProvider, parentContext, registerGlobally, sdkTracer } from './tracing.js';

/** How much telemetry waits in memory while the disk fails, in bytes. */
const FALLBACK_BYTES = 32 * 1024 * 1024;

/** Records spans and sends them. */
export class Telemetry {
  /** Records the spans of a provider of the host. */
  readonly processor: SpanProcessor;
  /** Makes spans that belong to the current execution. */
  readonly provider: TracerProvider;
  readonly tracer: Tracer;
  readonly #recorder: Recorder;
  readonly #log: RecordLog;
  readonly #sender: Sender;
  readonly #blockMs: number;
  readonly #atExit = () => this.#recorder.commitAtExit();

  constructor(settings: Settings, connection: Connection, problems: Problems, scope: string) {
    this.#blockMs = settings.whenFull === 'dropOldest' ? 0 : settings.whenFull.blockMs;
    const resource = sdkResource(gitContext(process.env, process.cwd()));
    this.#log = makeLog(settings, connection.instance, problems, scope);
    this.#sender = new Sender(this.#log, connection, problems);
    const serializer = new SpanSerializer(resource, settings.content);
    this.#recorder = new Recorder(this.#log, serializer, () => this.#sender.notify(), problems);
    this.processor = this.#recorder;
    const provider = chooseProvider(this.#recorder, ownResource(process.env), settings.tracerProvider);
    if (settings.registerGlobally) registerGlobally(provider);
    this.provider = new NestingProvider(provider, this.#recorder);
    this.tracer = sdkTracer(provider);
    this.#sender.start();
    exit.add(this.#atExit);
  }

  /** Records that were dropped because they were too many, since the start. */
  get dropped(): number {
    return this.#log.dropped + this.#recorder.dropped;
  }

  /** The context under which a new span belongs. */
  parent(): Context {
    return parentContext(this.#recorder);
  }

  /** Slows the host down while the log is full, where it asked for that. */
  async room(): Promise<void> {
    if (this.#blockMs > 0) await this.#recorder.room(this.#blockMs);
  }

  /** Sends what has ended so far, until the signal aborts; whether all of it arrived. */
  async flush(signal: AbortSignal): Promise<boolean> {
    await Promise.race([this.#recorder.forceFlush(), wait(2 ** 31 - 1, signal)]);
    return this.#sender.drain(signal);
  }

  async close(): Promise<void> {
    await this.#recorder.shutdown();
    await this.#sender.close();
    await this.#log.close();
    exit.remove(this.#atExit);
  }
}

function makeLog(settings: Settings, instance: string, problems: Problems, scope: string): RecordLog {
  const numbers = new Numbers();
  const { whenFull, maxLogBytes, durable } = settings;
  if (!durable) return new MemoryLog(instance, numbers, maxLogBytes, whenFull);
  const disk = new DiskLog(join(settings.dataFolder, 'telemetry', scope), instance, maxLogBytes, problems);
  const memory = new MemoryLog(instance, numbers, FALLBACK_BYTES, 'dropOldest');
  return new DurableLog(disk, memory, numbers, whenFull, problems);
}
