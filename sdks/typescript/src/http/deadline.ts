/** Aborts after a time, which can be extended, or when another signal does. Its timer holds no process. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #abort = () => this.#controller.abort(new Error('timeout'));
  #timer: NodeJS.Timeout;

  constructor(
    ms: number,
    private readonly other?: AbortSignal,
  ) {
    this.#timer = setTimeout(this.#abort, ms).unref();
    if (other?.aborted) this.#abort();
    other?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sets the time anew, from now on. */
  extend(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#abort, ms).unref();
  }

  /** Releases the timer and the other signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.other?.removeEventListener('abort', this.#abort);
  }
}
