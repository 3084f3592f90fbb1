/** Gives each record of an instance its number; the first is 1. */
export class Numbers {
  #next = 1;

  /** Takes the numbers of some records, and answers with the first. */
  take(count: number): number {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
