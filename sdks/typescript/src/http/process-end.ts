type Step = () => void;

/** Steps that run when the process ends: one listener of the process serves any number of clients. */
class ProcessEnd {
  readonly #steps = new Set<Step>();
  readonly #run = () => {
    for (const step of [...this.#steps]) step();
  };

  constructor(private readonly event: 'exit' | 'beforeExit') {}

  add(step: Step): void {
    if (this.#steps.size === 0) process.on(this.event, this.#run);
    this.#steps.add(step);
  }

  remove(step: Step): void {
    this.#steps.delete(step);
    if (this.#steps.size === 0) process.off(this.event, this.#run);
  }
}

/** When the process exits: only what is synchronous happens then. */
export const exit = new ProcessEnd('exit');

/** When the process has nothing left to do: it may still wait for something. */
export const beforeExit = new ProcessEnd('beforeExit');
