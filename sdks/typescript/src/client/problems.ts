/** Something that did not work, and when it happened first and last. */
export interface Problem {
  /** A stable name, such as `forged` or `unreachable`. */
  code: string;
  message: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

const MAX_PROBLEMS = 50;

/** What did not work lately. Nothing is thrown into the host; it is told here. */
export class Problems {
  readonly #byText = new Map<string, Problem>();

  constructor(private readonly listener?: (problem: Problem) => void) {}

  report(code: string, message: string): void {
    const key = `${code} ${message}`;
    const now = new Date();
    const known = this.#byText.get(key);
    const problem = {
      code,
      message,
      count: (known?.count ?? 0) + 1,
      firstAt: known?.firstAt ?? now,
      lastAt: now,
    };
    this.#byText.delete(key);
    this.#byText.set(key, problem);
    const [oldest] = this.#byText.keys();
    if (this.#byText.size > MAX_PROBLEMS && oldest !== undefined) this.#byText.delete(oldest);
    try {
      this.listener?.({ ...problem });
    } catch {
      // A listener of the host that fails is not a problem of its agent.
    }
  }

  /** The latest problems, oldest first. */
  list(): Problem[] {
    return [...this.#byText.values()].map((problem) => ({ ...problem }));
  }
}

/** What an error says, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
