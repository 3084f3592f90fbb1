import type { Connection } from '../http/connection.js';
import { isObject, parseJson } from '../policy/json.js';
import type { HeldPolicy } from './held-policy.js';
import type { KeyRing } from './key-ring.js';
import { messageOf, type Problems } from './problems.js';

/** Gets policies and keys from the server. Whatever fails is reported, never thrown. */
export class PolicyLoader {
  constructor(
    private readonly connection: Connection,
    private readonly keys: KeyRing,
    private readonly problems: Problems,
    private readonly refusedRuns: () => number,
  ) {}

  /** Headers that only requests for policies carry. */
  headers(): Record<string, string> {
    return { 'metaagent-refused': String(this.refusedRuns()) };
  }

  /** Asks for the policy of an agent. Whether the server answered. */
  async load(held: HeldPolicy, signal?: AbortSignal): Promise<boolean> {
    try {
      const reply = await this.connection.send({
        method: 'GET',
        path: `/api/v1/agents/${encodeURIComponent(held.agent)}/policy`,
        headers: { ...this.headers(), ...(held.etag ? { 'if-none-match': held.etag } : {}) },
        ...(signal ? { signal } : {}),
      });
      if (reply.status === 304) held.confirm();
      else if (reply.status === 200) await this.take(held, reply.body.toString('utf8'));
      else
        this.problems.report('policy', `the server answered ${reply.status} for the policy of ${held.agent}`);
      return reply.status === 304 || reply.status === 200;
    } catch (error) {
      if (!signal?.aborted) this.problems.report('unreachable', messageOf(error));
      return false;
    }
  }

  /** Takes a document; if its key is not trusted, asks for the keys once and tries again. */
  async take(held: HeldPolicy, text: string): Promise<boolean> {
    if (!this.#isKnown(text)) await this.#loadKeys();
    if (held.take(text)) return true;
    this.problems.report(held.refused ?? 'malformed', `a policy of ${held.agent} was refused`);
    return false;
  }

  /** Whether the key of a document is trusted, or there is nothing that a key could help. */
  #isKnown(text: string): boolean {
    const document = parseJson(text);
    const signature = isObject(document) ? document.signature : undefined;
    return !isObject(signature) || this.keys.trusted.has(String(signature.keyId));
  }

  async #loadKeys(): Promise<void> {
    try {
      const reply = await this.connection.send({
        method: 'GET',
        path: '/api/v1/policy/keys',
        headers: this.headers(),
      });
      if (reply.status === 200) this.keys.offer(reply.body.toString('utf8'));
      else this.problems.report('keys', `the server answered ${reply.status} for the keys of policies`);
    } catch (error) {
      this.problems.report('unreachable', messageOf(error));
    }
  }
}
