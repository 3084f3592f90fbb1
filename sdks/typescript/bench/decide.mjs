// How long it takes to begin a run, use a prompt, decide about a tool call by 100 rules and limits, and record it.
// Prints {p50Us, p99Us, n} in microseconds. Needs a build: npm run build.
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetaAgent } from '../dist/index.js';

const N = 20_000;
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
const { createHash } = await import('node:crypto');
const keyId = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 16);
const value = sign(null, Buffer.from(JSON.stringify(sorted(document))), privateKey).toString('base64url');

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

const args = { order: { id: 'o-1', amount: 284 }, to: ['ada@shop.example'], note: 'please' };
const times = new Float64Array(N);
for (let i = -2000; i < N; i++) {
  const execution = agent.begin('refund order 1');
  const start = process.hrtime.bigint();
  execution.run(() => {
    agent.policy.prompt('reply', 'Hi').render({ name: 'Ada' });
    agent.policy.learnings({});
    const decision = agent.policy.tool('stripe.refund', args);
    if (decision.type !== 'permit') throw new Error(JSON.stringify(decision));
    execution.startTool('stripe.refund', decision.arguments).decided(decision).output('done').end();
  });
  if (i >= 0) times[i] = Number(process.hrtime.bigint() - start) / 1000;
  execution.end();
  if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
}
times.sort();
const at = (share) => Math.round(times[Math.floor(N * share)] * 10) / 10;
console.log(JSON.stringify({ p50Us: at(0.5), p99Us: at(0.99), n: N }));
await client.close(1000);
server.closeAllConnections();
server.close();
rmSync(dataFolder, { recursive: true, force: true });
