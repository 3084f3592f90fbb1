import type { Numbers } from './numbered.js';
import type { Batch, RecordLog, WhenFull } from './record-log.js';
import { Room } from './room.js';

interface Entry {
  number: number;
  payload: Uint8Array;
}

const BATCH_RECORDS = 512;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Records in memory: gone with the process. A batch that is being sent is beside the bound. */
export class MemoryLog implements RecordLog {
  readonly isDurable = false;
  readonly #room: Room;
  #entries: Entry[] = [];
  #dropped = 0;

  constructor(
    private readonly instance: string,
    private readonly numbers: Numbers,
    maxBytes: number,
    private readonly whenFull: WhenFull,
  ) {
    this.#room = new Room(maxBytes);
  }

  get dropped(): number {
    return this.#dropped;
  }

  append(payloads: Uint8Array[]): Promise<void> {
    return this.add(this.numbers.take(payloads.length), payloads);
  }

  /** Adds records that have their numbers already. */
  async add(first: number, payloads: Uint8Array[]): Promise<void> {
    for (const [index, payload] of payloads.entries()) await this.#add({ number: first + index, payload });
  }

  appendAtExit(): void {}

  async next(): Promise<Batch | null> {
    const [oldest] = this.#entries;
    if (oldest === undefined) return null;
    const taken: Entry[] = [];
    let bytes = 0;
    for (const entry of this.#entries) {
      bytes += entry.payload.length;
      const fits = taken.length === 0 || (bytes <= BATCH_BYTES && taken.length < BATCH_RECORDS);
      if (!fits || entry.number !== oldest.number + taken.length) break;
      taken.push(entry);
    }
    this.#entries = this.#entries.slice(taken.length);
    for (const entry of taken) this.#room.free(entry.payload.length);
    return {
      instance: this.instance,
      first: oldest.number,
      payloads: taken.map((entry) => entry.payload),
      remove: async () => {},
    };
  }

  async setAside(): Promise<void> {}

  async close(): Promise<void> {}

  async #add(entry: Entry): Promise<void> {
    const { length } = entry.payload;
    if (this.whenFull !== 'dropOldest' && !(await this.#room.waitFor(length, this.whenFull.blockMs))) {
      this.#dropped++;
      return;
    }
    while (!this.#room.fits(length)) this.#dropOldest();
    this.#room.take(length);
    this.#entries.push(entry);
  }

  #dropOldest(): void {
    const oldest = this.#entries.shift();
    this.#dropped++;
    this.#room.free(oldest?.payload.length ?? 0);
  }
}
