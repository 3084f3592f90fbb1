import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer } from '../server/fake-server.js';
import { fixture, until } from '../server/fixtures.js';
import { Signer } from '../server/signer.js';

const world = fixture();
const deny = { tools: [{ id: 'r1', tool: 'shell', when: null, effect: 'deny', reason: 'never' }] };

const policyFile = () => {
  const folder = join(world.folder, 'policies');
  const name = readdirSync(folder).find((file) => !file.endsWith('-keys.json')) as string;
  return join(folder, name);
};

/** What the requests for the policy said that is held. */
const asked = () =>
  world.server.received('/api/v1/agents/desk/policy').map(({ headers }) => headers['if-none-match']);

test('a policy of the server is held and decides without a network', async () => {
  world.server.setPolicy('desk', deny);
  const agent = world.connect().agent('desk');
  expect(await agent.policy.ready()).toBe(true);
  await world.server.stop();
  expect(agent.policy.tool('shell', { cmd: 'ls' })).toMatchObject({
    type: 'refusal',
    kind: 'denied',
    reason: 'never',
  });
  expect(agent.policy.tool('search', {})).toMatchObject({ type: 'permit' });
  expect(agent.policy.status()).toMatchObject({ version: 1, source: 'server' });
  await world.server.listen(0);
});

test('a change is pushed, and the server is told that it is held', async () => {
  world.server.setPolicy('desk');
  const agent = world.connect().agent('desk');
  await agent.policy.ready();
  await until(() => world.server.streams === 1);
  world.server.setPolicy('desk', deny);
  await until(() => agent.policy.tool('shell', {}).type === 'refusal');
  await until(() => asked().at(-1) === '"2"');
});

test('once the stream is open, the server is asked for what changed before', async () => {
  world.server.setPolicy('desk');
  world.server.intercept = (request, response) => {
    if (!request.path.startsWith('/api/v1/policy/stream')) return false;
    answer(response, 503, '');
    return true;
  };
  const agent = world.connect().agent('desk');
  await agent.policy.ready();
  world.server.setPolicy('desk', deny);
  world.server.intercept = () => false;
  await until(() => agent.policy.tool('shell', {}).type === 'refusal');
  expect(asked()).toEqual([undefined, '"1"']);
});

test('a stream that breaks is resumed after the last event', async () => {
  world.server.setPolicy('desk');
  const agent = world.connect().agent('desk');
  await until(() => world.server.streams === 1);
  world.server.push('ping', '{}');
  world.server.setPolicy('desk', deny);
  await until(() => agent.policy.tool('shell', {}).type === 'refusal');
  world.server.breakStreams();
  await until(() => world.server.received('/api/v1/policy/stream').length === 2);
  expect(world.server.received('/api/v1/policy/stream')[1]?.headers['last-event-id']).toBe('3');
});

test('an agent that is named later joins the stream', async () => {
  const client = world.connect();
  client.agent('a');
  await until(() => world.server.streams === 1);
  client.agent('b c');
  await until(() =>
    world.server.requests.some((request) => request.path.endsWith('stream?agent=a&agent=b%20c')),
  );
});

test('requests carry the key, the SDK, the instance and the refused runs', async () => {
  world.server.setPolicy('desk', {
    stopped: { since: '2026-11-30T05:00:00Z', reason: 'x', by: 'Jo', share: 0 },
  });
  const client = world.connect();
  const agent = client.agent('desk');
  await agent.policy.ready();
  await agent.execution('in', () => undefined);
  client.agent('other');
  await until(() => world.server.received('/api/v1/agents/other/policy').length === 1);
  expect(world.server.received('/api/v1/agents/other/policy')[0]?.headers).toMatchObject({
    authorization: 'Bearer ma_key',
    'metaagent-sdk': 'typescript/0.1.0',
    'metaagent-instance': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'metaagent-refused': '1',
  });
});

test('a policy survives a restart on disk while the server is away', async () => {
  world.server.setPolicy('desk', deny);
  const first = world.connect();
  await first.agent('desk').policy.ready();
  await first.close();
  const { url } = world.server;
  await world.server.stop();
  const second = world.connect({ url });
  const agent = second.agent('desk');
  expect(agent.policy.status()).toMatchObject({ version: 1, source: 'disk' });
  expect(agent.policy.tool('shell', {}).type).toBe('refusal');
  await world.server.listen(0);
});

test('a policy on disk that was cut off or changed is not used and is reported', async () => {
  world.server.setPolicy('desk', deny);
  const first = world.connect();
  await first.agent('desk').policy.ready();
  await first.close();
  const whole = readFileSync(policyFile(), 'utf8');
  world.server.intercept = (_request, response) => {
    answer(response, 503, '');
    return true;
  };
  for (const damaged of [whole.slice(0, whole.length / 2), whole.replace('never', 'maybe')]) {
    writeFileSync(policyFile(), damaged);
    const agent = world.connect().agent('desk');
    expect(agent.policy.status().source).toBe('none');
    expect(agent.policy.status().problems.length).toBeGreaterThan(0);
  }
});

test('a stored contact far in the future makes the policy expired', async () => {
  world.server.setPolicy('desk', { afterMaxAge: 'closed' });
  const first = world.connect();
  await first.agent('desk').policy.ready();
  await first.close();
  const stored = JSON.parse(readFileSync(policyFile(), 'utf8'));
  const later = new Date(Date.now() + 3_600_000).toISOString();
  writeFileSync(policyFile(), JSON.stringify({ ...stored, contactAt: later }));
  world.server.intercept = (_request, response) => {
    answer(response, 503, '');
    return true;
  };
  const agent = world.connect().agent('desk');
  expect(agent.policy.tool('x', {})).toMatchObject({ type: 'refusal', kind: 'policyExpired' });
});

test('a document of a stranger is refused, reported, and what was held stays', async () => {
  world.server.setPolicy('desk', deny);
  const agent = world.connect().agent('desk');
  await agent.policy.ready();
  await until(() => world.server.streams === 1);
  world.server.signer = new Signer();
  world.server.setPolicy('desk');
  await until(() => agent.policy.status().problems.some((problem) => problem.code === 'unknownKey'));
  expect(agent.policy.tool('shell', {}).type).toBe('refusal');
});

test('a key that the trusted one signed is trusted', async () => {
  world.server.setPolicy('desk');
  const agent = world.connect().agent('desk');
  await agent.policy.ready();
  await until(() => world.server.streams === 1);
  const next = new Signer();
  world.server.keys.push(next.item(world.server.signer));
  world.server.signer = next;
  world.server.setPolicy('desk', deny);
  await until(() => agent.policy.tool('shell', {}).type === 'refusal');
});

test('with a pinned key another one is not trusted on first use', async () => {
  world.server.setPolicy('desk', deny);
  const agent = world.connect({ policyPublicKeys: [new Signer().publicKey] }).agent('desk');
  expect(await agent.policy.ready()).toBe(false);
  expect(agent.policy.status().problems.map((problem) => problem.code)).toContain('unknownKey');
});

test('without a policy the host decides what holds', async () => {
  const closed = world.connect({ withoutPolicy: 'closed' }).agent('new');
  expect(closed.policy.tool('x', {})).toMatchObject({ type: 'refusal', kind: 'noPolicy' });
  expect(world.connect().agent('new').policy.tool('x', {})).toMatchObject({ type: 'permit' });
});

test('a prompt of the policy comes before the default of the code', async () => {
  const prompt = {
    name: 'reply',
    version: 3,
    content: 'Hi {{name}} {{x}}',
    variables: [],
    model: 'm',
    parameters: { t: 1 },
  };
  world.server.setPolicy('desk', { prompts: [prompt] });
  const { policy } = world.connect().agent('desk');
  expect(policy.prompt('reply', 'plain')).toMatchObject({ version: null, content: 'plain' });
  expect(policy.prompt('reply')).toBe(null);
  await policy.ready();
  const held = policy.prompt('reply', 'plain');
  expect(held).toMatchObject({ version: 3, model: 'm', parameters: { t: 1 } });
  expect(held.render({ name: 'Ada' })).toBe('Hi Ada {{x}}');
  expect(policy.status().problems.map((problem) => problem.message)).toContain(
    'the prompt reply has no value for x',
  );
});

test('what does not exist yet is answered by defaults, and the policy says so', () => {
  const { policy } = world.connect().agent('desk');
  expect(policy.model('triage', {}, 'm1')).toBe('m1');
  expect(policy.permit('0.5')).toMatchObject({ type: 'permit' });
  expect(policy.learnings({})).toEqual([]);
  expect(policy.status().notYet).toEqual(['routing', 'budgets', 'learnings']);
});
