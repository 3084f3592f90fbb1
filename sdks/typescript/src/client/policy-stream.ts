import type { Connection } from '../http/connection.js';
import { Deadline } from '../http/deadline.js';
import { EventReader, type ServerEvent } from '../http/sse.js';

/** How long a stream may be silent, in milliseconds; the server pings every 15 seconds. */
const SILENCE_MS = 45_000;
const CONNECT_MS = 10_000;

/** What a stream that has ended leaves behind. */
export interface StreamEnd {
  /** Whether it had been open. */
  opened: boolean;
  status: number | null;
  retryAfter: string | null;
}

/** Reads the stream of policies until it breaks, and resumes after the last event that it saw. */
export class PolicyStream {
  #lastEventId = '';

  constructor(private readonly connection: Connection) {}

  /**
   * Opens the stream for some agents and hands over its events until it ends, breaks or is aborted.
   *
   * @param onOpen is called once the server has accepted
   */
  async read(
    agents: string[],
    headers: Record<string, string>,
    onOpen: () => void,
    onEvent: (event: ServerEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<StreamEnd> {
    const silence = new Deadline(CONNECT_MS, signal);
    try {
      return await this.#read(agents, headers, onOpen, onEvent, silence);
    } finally {
      silence.end();
    }
  }

  async #read(
    agents: string[],
    headers: Record<string, string>,
    onOpen: () => void,
    onEvent: (event: ServerEvent) => Promise<void>,
    silence: Deadline,
  ): Promise<StreamEnd> {
    const query = agents.map((agent) => `agent=${encodeURIComponent(agent)}`).join('&');
    const resume = this.#lastEventId ? { 'last-event-id': this.#lastEventId } : {};
    const response = await this.connection.open({
      method: 'GET',
      path: `/api/v1/policy/stream?${query}`,
      headers: { accept: 'text/event-stream', ...headers, ...resume },
      signal: silence.signal,
    });
    const status = response.statusCode ?? 0;
    const retryAfter = response.headers['retry-after'] ?? null;
    try {
      if (status !== 200) return { opened: false, status, retryAfter };
      silence.extend(SILENCE_MS);
      onOpen();
      const reader = new EventReader();
      for await (const piece of response) {
        silence.extend(SILENCE_MS);
        for (const event of reader.push(piece)) {
          await onEvent(event);
          if (event.id) this.#lastEventId = event.id;
        }
      }
    } catch {
      // A stream that breaks while it is read ends like one that the server closed.
    } finally {
      response.destroy();
    }
    return { opened: true, status, retryAfter };
  }
}
