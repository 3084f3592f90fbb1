import { lifetime } from '../http/lifetime.js';
import { wait } from '../http/wait.js';

/** A bounded number of bytes that can be waited for. */
export class Room {
  #used = 0;
  #freed = lifetime();

  constructor(readonly bytes: number) {}

  get used(): number {
    return this.#used;
  }

  /** Whether so many bytes fit. Anything fits where there is nothing yet. */
  fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.bytes;
  }

  take(bytes: number): void {
    this.#used += bytes;
  }

  free(bytes: number): void {
    this.#used -= bytes;
    this.#freed.abort();
    this.#freed = lifetime();
  }

  /** Waits until so many bytes fit, or for a time; whether they do. */
  async waitFor(bytes: number, atMostMs: number): Promise<boolean> {
    const until = performance.now() + atMostMs;
    while (!this.fits(bytes)) {
      const left = until - performance.now();
      if (left <= 0) return false;
      await wait(left, this.#freed.signal);
    }
    return true;
  }
}
