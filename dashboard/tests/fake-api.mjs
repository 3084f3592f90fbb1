// A small stand-in for the server: serves dashboard/out, and answers as protocol/openapi.yaml says from a fixed
// world. node tests/fake-api.mjs [port]; the cookie `scenario` chooses a state: empty, error, calm, many,
// green, slow, offline, simulated, broken; server, developer, viewer, signedout (server mode).
import { createServer } from 'node:http';
import { makeApi, scenarioOf } from './fake/api.mjs';
import { serveFile } from './fake/files.mjs';
import { serveLive } from './fake/live.mjs';

const PORT = Number(process.argv[2] ?? process.env.PORT ?? 8090);
const NOW = process.env.FAKE_NOW ? Date.parse(process.env.FAKE_NOW) : Date.now();
const STARTED = Date.now();
const api = makeApi(() => NOW + (Date.now() - STARTED));

const read = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
};

async function serve(request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/__live') return control(request, response);
  if (!url.pathname.startsWith('/api/')) return serveFile(response, url);
  const scenario = scenarioOf(request);
  const body = await read(request);
  if (scenario === 'offline') return request.socket.destroy();
  const asked = {
    method: request.method,
    path: url.pathname,
    q: url.searchParams,
    scenario,
    body,
    ifMatch: request.headers['if-match'],
  };
  const { status, body: out, headers } = api.answer(asked);
  if (out?.code === 'CONTRACT') console.error(out.detail);
  if (scenario === 'slow') await new Promise((done) => setTimeout(done, 3_000));
  response.writeHead(status, {
    'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json',
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(status === 204 ? undefined : JSON.stringify(out));
}

const server = createServer((request, response) => void serve(request, response));
const live = serveLive(server, scenarioOf, api.snapshot);

/** Tests post here what the live connection sends: { scenario, frame } or { scenario, cut: true }. */
async function control(request, response) {
  const { scenario, frame, cut } = (await read(request)) ?? {};
  if (frame) live.tell(frame, scenario);
  if (cut) live.cut(scenario);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(live.watching()));
}

server.listen(PORT, () => console.log(`fake server on http://localhost:${PORT}`));
