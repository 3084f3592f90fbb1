import * as http from 'node:http';
import * as https from 'node:https';
import { SDK } from '../version.js';
import type { Clock } from './clock.js';
import { Deadline } from './deadline.js';

/** An answer of the server, read to its end. */
export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Milliseconds until the request fails, from its start to the end of the answer. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 10_000;
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/**
 * Requests to one server with one key. Its sockets never keep the process alive; whoever must wait for an
 * answer holds the process with {@link holdProcess}.
 */
export class Connection {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #agent: http.Agent;

  constructor(
    url: string,
    key: string | undefined,
    readonly instance: string,
    private readonly clock: Clock,
  ) {
    this.#base = new URL(url.endsWith('/') ? url : `${url}/`);
    this.#headers = {
      'metaagent-sdk': SDK,
      'metaagent-instance': instance,
      'user-agent': `metaagent-${SDK}`,
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    };
    const options = { keepAlive: true, maxSockets: 16 };
    this.#agent = this.#base.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /** Sends a request and reads the answer; rejects if there is none. */
  async send(request: Request): Promise<Reply> {
    const limit = new Deadline(request.timeoutMs ?? TIMEOUT_MS, request.signal);
    try {
      const response = await this.open({ ...request, signal: limit.signal });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of response) {
        size += chunk.length;
        if (size > MAX_REPLY_BYTES) throw new Error(`the answer of ${request.path} is too large`);
        chunks.push(chunk);
      }
      return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
    } finally {
      limit.end();
    }
  }

  /** Sends a request and answers once the headers have arrived, with the body as a stream. */
  open(request: Request): Promise<http.IncomingMessage> {
    const { promise, resolve, reject } = promiseWithResolvers<http.IncomingMessage>();
    const url = new URL(request.path.replace(/^\//, ''), this.#base);
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      agent: this.#agent,
      headers: {
        ...this.#headers,
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
      },
      ...(request.signal ? { signal: request.signal } : {}),
    });
    sent.on('socket', (socket) => socket.unref());
    sent.on('error', reject);
    sent.on('response', (response) => {
      this.clock.observe(response.headers.date);
      resolve(response);
    });
    sent.end(request.body);
    return promise;
  }

  /** Closes the sockets. */
  close(): void {
    this.#agent.destroy();
  }
}

function promiseWithResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
