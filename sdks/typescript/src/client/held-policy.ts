import type { Clock } from '../http/clock.js';
import { storedAge } from '../policy/clock.js';
import { CompiledPolicy } from '../policy/compiled.js';
import { type DocumentProblem, examine } from '../policy/document.js';
import type { Disk } from './disk.js';
import type { KeyRing } from './key-ring.js';
import type { Problems } from './problems.js';

/** Where the policy that is held came from. */
export type PolicySource = 'server' | 'disk' | 'none';

/** How often the time of the last contact is written to disk at most, in milliseconds. */
const STORE_CONTACT_EVERY_MS = 60_000;

/** The policy of one agent: the last document that was taken, and how old it is. */
export class HeldPolicy {
  #policy: CompiledPolicy | null = null;
  #text = '';
  #source: PolicySource = 'none';
  #contactAt = Number.NEGATIVE_INFINITY;
  #storedAt = Number.NEGATIVE_INFINITY;
  #refused: DocumentProblem | null = null;

  constructor(
    readonly agent: string,
    private readonly keys: KeyRing,
    private readonly disk: Disk,
    private readonly file: string,
    private readonly clock: Clock,
    private readonly problems: Problems,
  ) {
    this.#readDisk();
  }

  /** The policy, compiled; null while there is none. */
  get policy(): CompiledPolicy | null {
    return this.#policy;
  }

  get source(): PolicySource {
    return this.#source;
  }

  /** The `ETag` of a policy is its version. */
  get etag(): string | null {
    return this.#policy === null ? null : `"${this.#policy.version}"`;
  }

  /** Why the last document was refused; null if it was taken. */
  get refused(): DocumentProblem | null {
    return this.#refused;
  }

  /** Seconds since the last contact with the server that confirmed the policy. */
  ageSeconds(): number {
    return (this.clock.monotonic() - this.#contactAt) / 1000;
  }

  /** Takes a document of the server, or refuses it and keeps the one that is held. */
  take(text: string): boolean {
    if (!this.#examine(text)) return false;
    this.#source = 'server';
    this.#contactAt = this.clock.monotonic();
    this.#store();
    return true;
  }

  /** Notes that the server said that nothing has changed (304). */
  confirm(): void {
    if (this.#policy === null) return;
    this.#source = 'server';
    this.#refused = null;
    this.#contact();
  }

  /** Notes a sign of life of the stream, which confirms what the server itself gave or confirmed. */
  ping(): void {
    if (this.#source === 'server' && this.#refused === null) this.#contact();
  }

  #contact(): void {
    this.#contactAt = this.clock.monotonic();
    if (this.#contactAt - this.#storedAt >= STORE_CONTACT_EVERY_MS) this.#store();
  }

  #examine(text: string): boolean {
    const { document, why } = examine(text, {
      asked: this.agent,
      heldVersion: this.#policy?.version ?? null,
      keys: this.keys.trusted,
      now: this.clock.server(),
    });
    this.#refused = why;
    if (document === null) return false;
    if (text !== this.#text) {
      this.#policy = new CompiledPolicy(document);
      this.#text = text;
    }
    return true;
  }

  /** Writes the policy and the time of its last contact to disk. */
  store(): void {
    if (this.#source === 'server') this.#store();
  }

  #store(): void {
    this.#storedAt = this.clock.monotonic();
    const contactAt = new Date(this.clock.wall()).toISOString();
    void this.disk.write(this.file, { contactAt, document: this.#text });
  }

  #readDisk(): void {
    const stored = this.disk.read(this.file);
    if (stored === null || typeof stored.document !== 'string') return;
    if (!this.#examine(stored.document)) {
      this.problems.report(this.#refused ?? 'malformed', `the policy of ${this.agent} on disk is not used`);
      this.#refused = null;
      return;
    }
    const contactAt = Date.parse(String(stored.contactAt));
    const age = Number.isNaN(contactAt) ? Number.POSITIVE_INFINITY : storedAge(contactAt, this.clock.wall());
    this.#contactAt = this.clock.monotonic() - age * 1000;
    this.#source = 'disk';
  }
}
