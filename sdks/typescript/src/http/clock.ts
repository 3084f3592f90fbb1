import { clockOffset } from '../policy/clock.js';

/** The times that an SDK goes by, in milliseconds. A jump of the host's clock does not change them. */
export class Clock {
  #offset = 0;

  /** Time since an arbitrary moment; it only grows. */
  monotonic(): number {
    return performance.now();
  }

  /** The local time as the host's clock shows it, for what is stored on disk. */
  wall(): number {
    return Date.now();
  }

  /** The server's clock: the local time plus the offset of its last answer. */
  server(): number {
    return this.#local() + this.#offset;
  }

  /** Learns the offset from the `Date` of an answer that arrives now. */
  observe(date: string | undefined): void {
    this.#offset = clockOffset(date, this.#local()) ?? this.#offset;
  }

  #local(): number {
    return performance.timeOrigin + this.monotonic();
  }
}
