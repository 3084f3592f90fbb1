import type { Clock } from '../http/clock.js';
import { lifetime } from '../http/lifetime.js';
import type { ServerEvent } from '../http/sse.js';
import { wait } from '../http/wait.js';
import { isObject, parseJson } from '../policy/json.js';
import { retryDelay } from '../policy/retry.js';
import type { HeldPolicy } from './held-policy.js';
import type { PolicyLoader } from './policy-loader.js';
import type { PolicyStream, StreamEnd } from './policy-stream.js';
import { messageOf, type Problems } from './problems.js';

/** How many agents one stream serves. */
const STREAMED_AGENTS = 500;
const POLL_MS = 30_000;
const NOT_OPENED: StreamEnd = { opened: false, status: null, retryAfter: null };

/** Keeps the policies of all agents of a process up to date: by the stream, and by polling while it is broken. */
export class Policies {
  readonly #held = new Map<string, HeldPolicy>();
  readonly #closed = lifetime();
  #streamed = new Set<string>();
  #changed = lifetime();
  #running = false;

  constructor(
    private readonly hold: (agent: string) => HeldPolicy,
    private readonly loader: PolicyLoader,
    private readonly stream: PolicyStream,
    private readonly onApproval: (data: unknown) => void,
    private readonly clock: Clock,
    private readonly problems: Problems,
  ) {}

  /** The policy of an agent, from now on kept up to date. `loaded` ends with the first answer of the server. */
  follow(agent: string): { held: HeldPolicy; loaded: Promise<boolean> } {
    const held = this.hold(agent);
    this.#held.set(agent, held);
    const loaded = this.loader.load(held, this.#closed.signal);
    this.#changed.abort();
    if (!this.#running) {
      this.#running = true;
      void this.#keepStreaming();
      void this.#keepPolling();
    }
    return { held, loaded };
  }

  /** Whether answers arrive on the stream now. */
  get isStreaming(): boolean {
    return this.#streamed.size > 0;
  }

  close(): void {
    this.#closed.abort();
    this.#changed.abort();
    for (const held of this.#held.values()) held.store();
  }

  async #keepStreaming(): Promise<void> {
    for (let failures = 0; !this.#closed.signal.aborted; ) {
      this.#changed = lifetime();
      const end = await this.#streamOnce(this.#changed.signal);
      this.#streamed = new Set();
      if (this.#changed.signal.aborted) continue;
      failures = end.opened ? 1 : failures + 1;
      const delay = retryDelay(failures, end.retryAfter, this.clock.wall(), Math.random());
      await wait(delay, this.#changed.signal);
    }
  }

  async #streamOnce(changed: AbortSignal): Promise<StreamEnd> {
    // Agents that are named in one turn of the host share one connection.
    await wait(20, this.#closed.signal);
    if (changed.aborted) return NOT_OPENED;
    const agents = [...this.#held.keys()].slice(0, STREAMED_AGENTS);
    const onOpen = () => {
      this.#streamed = new Set(agents);
      void this.#askAll(agents, changed);
    };
    const onEvent = (event: ServerEvent) => this.#handle(event);
    try {
      const end = await this.stream.read(agents, this.loader.headers(), onOpen, onEvent, changed);
      if (!end.opened) this.problems.report('stream', `the server answered ${end.status} for the stream`);
      return end;
    } catch (error) {
      if (!changed.aborted) this.problems.report('unreachable', messageOf(error));
      return NOT_OPENED;
    }
  }

  /** Asks for what changed before the stream began, which also tells the server what is held. */
  async #askAll(agents: string[], changed: AbortSignal): Promise<void> {
    for (const agent of agents) {
      const held = this.#held.get(agent);
      if (held !== undefined && !changed.aborted) await this.loader.load(held, this.#closed.signal);
    }
  }

  async #handle(event: ServerEvent): Promise<void> {
    if (event.type === 'policy') await this.#takePushed(event.data);
    else if (event.type === 'approval') this.onApproval(parseJson(event.data));
    else if (event.type === 'ping') for (const agent of this.#streamed) this.#held.get(agent)?.ping();
  }

  async #takePushed(text: string): Promise<void> {
    const document = parseJson(text);
    const agent = isObject(document) && isObject(document.agent) ? String(document.agent.name) : '';
    const held = this.#held.get(agent);
    if (held === undefined)
      return this.problems.report('otherAgent', 'a policy was pushed that nobody asked for');
    // Asking afterwards tells the server that the document is held.
    if (await this.loader.take(held, text)) void this.loader.load(held, this.#closed.signal);
  }

  async #keepPolling(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await wait(POLL_MS * (0.8 + Math.random() * 0.4), this.#closed.signal);
      const silent = [...this.#held.values()].filter((held) => !this.#streamed.has(held.agent));
      for (const held of silent)
        if (!this.#closed.signal.aborted) await this.loader.load(held, this.#closed.signal);
    }
  }
}
