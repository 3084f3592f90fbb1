import { messageOf, type Problems } from '../client/problems.js';
import type { DiskLog } from './disk-log.js';
import type { MemoryLog } from './memory-log.js';
import type { Numbers } from './numbered.js';
import type { Batch, RecordLog, WhenFull } from './record-log.js';

/** Records on disk, and in memory while the disk fails. */
export class DurableLog implements RecordLog {
  readonly isDurable = true;
  #lost = 0;
  #writing: { first: number; payloads: Uint8Array[] } | null = null;

  constructor(
    private readonly disk: DiskLog,
    private readonly memory: MemoryLog,
    private readonly numbers: Numbers,
    private readonly whenFull: WhenFull,
    private readonly problems: Problems,
  ) {}

  get dropped(): number {
    return this.disk.dropped + this.memory.dropped + this.#lost;
  }

  async append(payloads: Uint8Array[]): Promise<void> {
    const first = this.numbers.take(payloads.length);
    if (!(await this.#hasRoom(payloads))) {
      this.#lost += payloads.length;
      return;
    }
    this.#writing = { first, payloads };
    try {
      await this.disk.write(first, payloads);
    } catch (error) {
      this.problems.report('disk', `telemetry is kept in memory: ${messageOf(error)}`);
      await this.memory.add(first, payloads);
    }
    this.#writing = null;
  }

  appendAtExit(payloads: Uint8Array[]): void {
    try {
      if (this.#writing !== null) this.disk.writeSync(this.#writing.first, this.#writing.payloads);
      if (payloads.length > 0) this.disk.writeSync(this.numbers.take(payloads.length), payloads);
      this.disk.leave();
    } catch (error) {
      this.problems.report('disk', messageOf(error));
    }
  }

  async next(): Promise<Batch | null> {
    try {
      return (await this.memory.next()) ?? (await this.disk.next());
    } catch (error) {
      this.problems.report('disk', messageOf(error));
      return null;
    }
  }

  async setAside(payload: Uint8Array): Promise<void> {
    await this.disk.setAside(payload).catch((error) => this.problems.report('disk', messageOf(error)));
  }

  async close(): Promise<void> {
    await this.disk.close().catch((error) => this.problems.report('disk', messageOf(error)));
  }

  async #hasRoom(payloads: Uint8Array[]): Promise<boolean> {
    if (this.whenFull === 'dropOldest') return true;
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
    return this.disk.waitForRoom(bytes, this.whenFull.blockMs);
  }
}
