import { isObject, parseJson } from '../policy/json.js';
import { type TrustedKeys, trustedKeys } from '../policy/keys.js';
import type { Disk } from './disk.js';

/**
 * The keys that are trusted: pinned ones, or the first that the server offered; and those that these signed.
 * What was offered is kept on disk, so that a policy from disk can be verified while the server is away.
 */
export class KeyRing {
  #trusted: TrustedKeys;

  constructor(
    private readonly pinned: string[],
    private readonly disk: Disk,
    private readonly file: string,
  ) {
    const stored = disk.read(file);
    this.#trusted = trustedKeys(pinned, texts(stored?.known), listOf(stored?.items));
  }

  get trusted(): TrustedKeys {
    return this.#trusted;
  }

  /** Learns the keys of an answer of `GET /api/v1/policy/keys`. */
  offer(body: string): void {
    const answer = parseJson(body);
    const items = listOf(isObject(answer) ? answer.items : null);
    const known = [...this.#trusted.values()].map((key) => key.publicKey);
    const trusted = trustedKeys(this.pinned, known, items);
    for (const [keyId, key] of this.#trusted) if (!trusted.has(keyId)) trusted.set(keyId, key);
    this.#trusted = trusted;
    void this.disk.write(this.file, { known: [...trusted.values()].map((key) => key.publicKey), items });
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
