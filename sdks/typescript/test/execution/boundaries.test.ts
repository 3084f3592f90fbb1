import { expect, test } from 'vitest';
import { MetaAgent } from '../../src/index.js';
import { fixture, until } from '../server/fixtures.js';
import { desk } from './desk.js';

const world = fixture();
const { agentWith, span } = desk(world);

test('personal data and secrets do not leave the process', async () => {
  const { client, agent } = await agentWith();
  const input = { mail: 'ada@x.example', password: 'x1', nested: '{"token":"abc"}' };
  await agent
    .execution(input, () => {
      throw new Error('no card 4111 1111 1111 1111');
    })
    .catch(() => {});
  await client.flush();
  const root = span('invoke_agent desk');
  expect(root.attributes['metaagent.input']).toBe(
    '{"mail":"<EMAIL>","password":"<SECRET>","nested":"{\\"token\\":\\"<SECRET>\\"}"}',
  );
  expect(root.status.message).toBe('no card <CARD>');
  expect(root.events[0]?.attributes['exception.message']).toBe('no card <CARD>');
});

test('without content no input or output leaves the process', async () => {
  const { client, agent } = await agentWith(
    { tools: [{ id: 'r', tool: 'pay', when: null, effect: 'ask' }] },
    { content: false },
  );
  await agent.execution('in', async (execution) => {
    await execution.tool('search', { q: 1 }, () => 'out');
    agent.policy.tool('pay', { amount: 1 });
    return 'answer';
  });
  client.tracerProvider
    .getTracer('x')
    .startSpan('foreign', { attributes: { 'input.value': 'in', keep: 'yes' } })
    .end();
  await client.flush();
  await until(() => world.server.received('/api/v1/approvals').length === 1);
  const text = JSON.stringify(world.server.spans.map((one) => one.attributes));
  for (const content of ['metaagent.input', 'metaagent.output', 'arguments', 'result', 'input.value']) {
    expect(text).not.toContain(content);
  }
  expect(span('foreign').attributes).toEqual({ keep: 'yes' });
  expect(
    JSON.parse(world.server.received('/api/v1/approvals')[0]?.body.toString() as string).arguments,
  ).toEqual({});
});

test('without a server or switched off the host goes on, and is told', async () => {
  for (const options of [{ url: 'nowhere' }, { disabled: true }]) {
    const client = world.connect(options);
    const agent = client.agent('desk');
    expect(await agent.execution('in', (execution) => execution.tool('t', {}, () => 'ok'))).toBe('ok');
    expect(agent.policy.tool('t', {}).type).toBe('permit');
    expect(client.problems().map((problem) => problem.code)).toEqual(options.disabled ? [] : ['settings']);
    expect(client.spanProcessor).toBe(undefined);
    expect(await client.flush()).toBe(true);
  }
});

test('an agent without a name is an error of the program', () => {
  expect(() => world.connect().agent('')).toThrow(TypeError);
});

test('a listener that fails does not harm the host', () => {
  const client = MetaAgent.connect({
    url: 'nowhere',
    onProblem: () => {
      throw new Error('listener');
    },
  });
  expect(client.problems()).toHaveLength(1);
});

test('arguments that throw or hold themselves do not harm the host', async () => {
  const { agent } = await agentWith({
    tools: [
      { id: 'r1', tool: 'mail', when: null, effect: 'redact', redactPaths: null },
      { id: 'r2', tool: 'pay', when: { all: [{ path: 'amount', op: 'gt', value: 1 }] }, effect: 'deny' },
    ],
  });
  const round: Record<string, unknown> = { to: 'ada@x.example' };
  Object.assign(round, { self: round, again: round });
  const permitted = { type: 'permit', arguments: { to: '<EMAIL>', self: '<REDACTED>', again: '<REDACTED>' } };
  expect(agent.policy.tool('mail', round)).toMatchObject(permitted);
  const throwing = {
    get amount() {
      throw new Error('closed');
    },
  };
  await agent.execution(throwing, async () => {
    expect(agent.policy.tool('pay', throwing)).toMatchObject({ type: 'refusal', kind: 'denied' });
    expect(agent.policy.tool('free', throwing).type).toBe('permit');
  });
  expect(agent.policy.tool('pay', { amount: 2n }).type).toBe('refusal');
  expect(agent.policy.tool('pay', { amount: () => 5 }).type).toBe('permit');
});
