import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type ReceivedSpan, readSpans } from './otlp.js';
import { Signer } from './signer.js';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Handler = (request: Received, response: ServerResponse) => boolean;

/** A server that answers as MetaAgent does, over a real socket. */
export class FakeServer {
  signer = new Signer();
  keys: object[] = [this.signer.item()];
  readonly requests: Received[] = [];
  /** Answers a request in place of the server if it returns true. */
  intercept: Handler = () => false;
  readonly approvals = new Map<string, { id: string; state: string; reason: string | null }>();
  readonly #documents = new Map<string, string>();
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server = createServer((request, response) => void this.#handle(request, response));
  #version = 0;
  #events = 0;
  url = '';

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    await server.listen(0);
    return server;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(port, '127.0.0.1', () => {
        this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
        resolve();
      });
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The signed text of a policy. */
  document(agent: string, content: object = {}): string {
    this.#version++;
    const document = {
      agent: { id: null, name: agent },
      version: this.#version,
      issuedAt: new Date().toISOString(),
      maxAgeSeconds: 3600,
      afterMaxAge: 'open',
      prompts: [],
      tools: [],
      limits: { maxActions: null, maxSeconds: null, maxCostUsd: null },
      stopped: null,
      prices: [],
      ...content,
    };
    return JSON.stringify({ ...document, signature: this.signer.sign(document) });
  }

  /** Sets the policy of an agent and pushes it. */
  setPolicy(agent: string, content: object = {}): void {
    this.setDocument(agent, this.document(agent, content));
  }

  setDocument(agent: string, text: string): void {
    this.#documents.set(agent, text);
    this.push('policy', text);
  }

  /** The document that an agent gets now. */
  held(agent: string): string {
    return this.#documents.get(agent) ?? '';
  }

  push(type: string, data: string): void {
    this.#events++;
    for (const stream of this.#streams)
      stream.write(`id: ${this.#events}\nevent: ${type}\ndata: ${data}\n\n`);
  }

  get streams(): number {
    return this.#streams.size;
  }

  breakStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  decide(id: string, state: string, reason: string | null = null, push = true): void {
    const approval = { id, state, reason };
    this.approvals.set(id, approval);
    if (push) this.push('approval', JSON.stringify(approval));
  }

  get spans(): ReceivedSpan[] {
    const traces = this.requests.filter((request) => request.path === '/v1/traces');
    return traces.flatMap(({ body }) => readSpans(gunzipSync(body)));
  }

  received(path: string): Received[] {
    return this.requests.filter((request) => request.path.split('?')[0] === path);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(chunks) };
    if (this.intercept(received, response)) return;
    this.requests.push(received);
    this.#answer(received, response);
  }

  #answer({ method, path, headers, body }: Received, response: ServerResponse): void {
    const agent = /^\/api\/v1\/agents\/([^/]+)\/policy$/.exec(path)?.[1];
    const approval = this.approvals.get(path.replace('/api/v1/approvals/', ''));
    if (agent !== undefined) this.#answerPolicy(decodeURIComponent(agent), headers, response);
    else if (path === '/api/v1/policy/keys') answer(response, 200, JSON.stringify({ items: this.keys }));
    else if (path.startsWith('/api/v1/policy/stream')) this.#openStream(response);
    else if (path === '/api/v1/approvals' && method === 'POST') this.#ask(body, response);
    else if (approval !== undefined) answer(response, 200, JSON.stringify(approval));
    else answer(response, path === '/v1/traces' || path === '/api/v1/outcomes' ? 200 : 404, '');
  }

  #ask(body: Buffer, response: ServerResponse): void {
    const { id } = JSON.parse(body.toString());
    this.approvals.set(id, { id, state: 'pending', reason: null });
    answer(response, 201, body.toString());
  }

  #answerPolicy(agent: string, headers: Received['headers'], response: ServerResponse): void {
    const text = this.#documents.get(agent);
    const etag = `"${text === undefined ? '' : JSON.parse(text).version}"`;
    if (text !== undefined) response.setHeader('etag', etag);
    if (text === undefined) answer(response, 404, '');
    else if (headers['if-none-match'] === etag) answer(response, 304, '');
    else answer(response, 200, text);
  }

  #openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }
}

export function answer(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.end(body);
}
