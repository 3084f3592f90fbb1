// An agent under a policy of 100 rules and 20 learnings, with a server beside it.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetaAgent } from '../dist/index.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const condition = (index) => ({
  all: [
    { path: 'order.amount', op: 'gt', value: 1000 + index },
    { path: 'to.*', op: 'endsWith', value: '.example' },
  ],
});
const tools = Array.from({ length: 100 }, (_, index) => ({
  id: `r${index}`,
  tool: index % 2 === 0 ? 'stripe.*' : `tool-${index}.*`,
  when: condition(index),
  effect: 'deny',
  reason: 'too much',
}));
const learnings = Array.from({ length: 20 }, (_, index) => ({
  id: `L-${index}`,
  text: 'Check the order first.',
  when: null,
}));
const prompts = [
  { name: 'reply', version: 1, content: 'Hello {{name}}', variables: ['name'], model: null, parameters: {} },
];
const limits = { maxActions: 1000, maxSeconds: 600, maxCostUsd: '5' };
const document = {
  afterMaxAge: 'open',
  agent: { id: null, name: 'desk' },
  issuedAt: new Date().toISOString(),
  learnings,
  limits,
  maxAgeSeconds: 3600,
  prompts,
  tools,
  version: 1,
};

const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;
const key = publicKey.export({ format: 'jwk' }).x;
const keyId = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 16);
const value = sign(null, Buffer.from(JSON.stringify(sorted(document))), privateKey).toString('base64url');

/** Connects, and answers the client, its agent and what ends both. */
export async function governed() {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url.endsWith('/policy'))
      response.end(JSON.stringify({ ...document, signature: { keyId, value } }));
    else request.on('end', () => response.end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dataFolder = mkdtempSync(join(tmpdir(), 'metaagent-bench-'));
  const url = `http://127.0.0.1:${server.address().port}`;
  const client = MetaAgent.connect({ url, dataFolder, policyPublicKeys: [key] });
  const agent = client.agent('desk');
  if (!(await agent.policy.ready())) throw new Error(JSON.stringify(client.problems()));
  const close = async () => {
    await client.close(1000);
    server.closeAllConnections();
    server.close();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { client, agent, close };
}

export const ARGUMENTS = { order: { id: 'o-1', amount: 284 }, to: ['ada@shop.example'], note: 'please' };

/** Microseconds at a share of sorted times. */
export const at = (times, share) => Math.round(times[Math.floor(times.length * share)] * 10) / 10;
