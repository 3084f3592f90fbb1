import { expect, test } from 'vitest';
import { currentExecution, type Execution, isRefusal, PolicyRefusedError } from '../../src/index.js';
import { fixture, until } from '../server/fixtures.js';
import { desk } from './desk.js';

const world = fixture();

const { agentWith, span } = desk(world);

test('an execution and its actions are recorded as one trace', async () => {
  const { client, agent } = await agentWith();
  const options = {
    sessionId: 's',
    userId: 'u',
    taskClass: 'reply',
    attributes: { 'metaagent.attr.tier': 'gold' },
  };
  const id = await agent.execution({ q: 'where?' }, options, async (execution) => {
    await execution.llm({ model: 'm', input: 'hi', provider: 'openai' }, (call) => {
      call
        .usage({ inputTokens: 10, outputTokens: 2, cacheReadTokens: 4, cacheWriteTokens: 1 })
        .model('m-2')
        .output('yo');
    });
    await execution.tool('search', { q: 1 }, () => ['found']);
    await execution.retrieval('docs', 'query', () => [{ id: 1 }]);
    await execution.handoff('billing', { task: 'pay' });
    execution.outcome(true);
    return execution.id;
  });
  expect(await client.flush()).toBe(true);
  const root = span('invoke_agent desk');
  expect(root.traceId).toBe(id);
  expect(root.attributes).toMatchObject({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'desk',
    'metaagent.input': '{"q":"where?"}',
    'metaagent.output': id,
    'metaagent.session.id': 's',
    'metaagent.user.id': 'u',
    'metaagent.task.class': 'reply',
    'metaagent.attr.tier': 'gold',
    'metaagent.success': true,
  });
  expect(span('chat m').attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'm',
    'gen_ai.response.model': 'm-2',
    'gen_ai.usage.input_tokens': 10,
    'gen_ai.usage.output_tokens': 2,
    'gen_ai.usage.cache_read.input_tokens': 4,
    'gen_ai.usage.cache_write.input_tokens': 1,
    'metaagent.input': 'hi',
    'metaagent.output': 'yo',
  });
  expect(span('execute_tool search').attributes).toMatchObject({
    'gen_ai.tool.name': 'search',
    'gen_ai.tool.call.arguments': '{"q":1}',
    'gen_ai.tool.call.result': '["found"]',
  });
  expect(span('retrieval docs').attributes).toMatchObject({ 'metaagent.action.kind': 'retrieval' });
  expect(span('handoff billing').attributes).toMatchObject({ 'metaagent.action.kind': 'handoff' });
  for (const name of ['chat m', 'execute_tool search', 'retrieval docs', 'handoff billing']) {
    expect(span(name).parentSpanId).toBe(root.spanId);
  }
  expect(root.resource).toMatchObject({
    'metaagent.sdk': 'typescript/0.1.0',
    'telemetry.sdk.language': 'nodejs',
    'vcs.ref.head.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
  });
});

test('an error of the host is recorded and thrown on', async () => {
  const { client, agent } = await agentWith();
  const failing = agent.execution('in', (execution) =>
    execution.tool('search', {}, () => {
      throw new TypeError('no index');
    }),
  );
  await expect(failing).rejects.toThrow('no index');
  await client.flush();
  for (const name of ['invoke_agent desk', 'execute_tool search']) {
    expect(span(name).status).toEqual({ code: 2, message: 'no index' });
    expect(span(name).attributes['error.type']).toBe('TypeError');
    expect(span(name).events[0]?.attributes['exception.message']).toBe('no index');
  }
});

test('a guarded call is permitted, changed or refused by the rules, and recorded so', async () => {
  const { client, agent } = await agentWith({
    tools: [
      { id: 'r1', tool: 'shell', when: null, effect: 'deny', reason: 'never' },
      { id: 'r2', tool: 'mail', when: null, effect: 'redact', redactPaths: ['body'] },
    ],
  });
  const shell = agent.guard('shell', () => 'ran');
  const mail = agent.guard('mail', (args: { body: string }) => args.body);
  const free = agent.guard('free', () => 'ok');
  await agent.execution('in', async () => {
    expect(await shell({})).toMatchObject({ type: 'refusal', kind: 'denied', reason: 'never' });
    expect(await mail({ body: 'secret' })).toBe('<REDACTED>');
    expect(await free({})).toBe('ok');
  });
  expect(isRefusal(await shell({}))).toBe(true);
  expect(await free({})).toBe('ok');
  await client.flush();
  expect(span('execute_tool shell')).toMatchObject({
    status: { code: 2, message: 'never' },
    attributes: {
      'error.type': 'policy_refused',
      'metaagent.policy.effect': 'deny',
      'metaagent.policy.rule': 'r1',
      'metaagent.policy.version': 1,
    },
  });
  expect(span('execute_tool mail')).toMatchObject({
    status: { code: 0 },
    attributes: {
      'metaagent.policy.effect': 'redact',
      'gen_ai.tool.call.arguments': '{"body":"<REDACTED>"}',
    },
  });
  expect(span('execute_tool free').attributes).not.toHaveProperty('metaagent.policy.effect');
});

test('a refusal that the host asked for itself is recorded too', async () => {
  const { client, agent } = await agentWith({
    tools: [{ id: 'r1', tool: 'shell', when: null, effect: 'deny' }],
  });
  await agent.execution('in', () => void agent.policy.tool('shell', { cmd: 'ls' }));
  await client.flush();
  expect(span('execute_tool shell').attributes['error.type']).toBe('policy_refused');
});

test('a stopped agent begins no run, says why, and records nothing of it', async () => {
  const { client, agent } = await agentWith({
    stopped: { since: '2026-11-30T05:00:00Z', reason: 'twice sent', by: 'Jo', share: 0 },
  });
  await agent.execution('in', async (execution) => {
    expect(execution.refusal).toMatchObject({ kind: 'stopped', reason: 'twice sent' });
    expect(agent.policy.tool('search', {})).toMatchObject({ kind: 'stopped' });
    expect(agent.policy.permit('0.1')).toMatchObject({ kind: 'stopped' });
    expect(await execution.llm({ model: 'm' }, () => 'made')).toBe(execution.refusal);
    execution.outcome(true, 'good');
  });
  await expect(agent.execution('in', { throwOnRefusal: true }, () => 1)).rejects.toThrow(PolicyRefusedError);
  await client.flush();
  expect(world.server.spans).toEqual([]);
  expect(world.server.received('/api/v1/outcomes')).toEqual([]);
});

test('what runs within a refused run belongs to what is around it', async () => {
  world.server.setPolicy('helper', { stopped: { reason: 'x', share: 0 } });
  const { client, agent } = await agentWith();
  const helper = client.agent('helper');
  await helper.policy.ready();
  await agent.execution('in', () =>
    helper.execution('part', () => client.tracerProvider.getTracer('x').startSpan('foreign').end()),
  );
  await helper.execution('alone', () => agent.execution('nested', () => 'done'));
  await client.flush();
  const [first, second] = world.server.spans.filter((one) => one.name === 'invoke_agent desk');
  expect(span('foreign').parentSpanId).toBe(first?.spanId);
  expect(second).toMatchObject({ attributes: { 'metaagent.input': 'nested' } });
  expect(second?.attributes).not.toHaveProperty('metaagent.outcome.key');
  expect(world.server.spans.map((one) => one.name)).not.toContain('invoke_agent helper');
});

test('a run that has begun goes on while its agent is stopped', async () => {
  const { agent } = await agentWith();
  await until(() => world.server.streams === 1);
  await agent.execution('in', async () => {
    world.server.setPolicy('desk', { stopped: { reason: 'x', share: 0 } });
    await until(() => agent.policy.status().version === 2);
    expect(agent.policy.tool('search', {}).type).toBe('permit');
  });
});

test('a prompt of the policy names itself on the run', async () => {
  const { client, agent } = await agentWith({
    prompts: [{ name: 'reply', version: 3, content: 'Hi', parameters: {} }],
  });
  await agent.execution('in', () => agent.policy.prompt('reply', 'x').render());
  await client.flush();
  expect(span('invoke_agent desk').attributes).toMatchObject({
    'metaagent.prompt.name': 'reply',
    'metaagent.prompt.version': '3',
  });
});

test('an outcome after the end is posted for the run', async () => {
  const { client, agent } = await agentWith();
  let ended: Execution | undefined;
  await agent.execution('in', (execution) => {
    ended = execution;
  });
  ended?.outcome(false, { kind: 'bounced', comment: 'to ada@x.example', value: 2 });
  client.outcome({ key: 'order-1', kind: 'rating', success: true });
  await client.flush();
  const [first, second] = JSON.parse(
    world.server.received('/api/v1/outcomes')[0]?.body.toString() as string,
  ).outcomes;
  expect(first).toMatchObject({
    traceId: ended?.id,
    kind: 'bounced',
    success: false,
    comment: 'to <EMAIL>',
    value: 2,
  });
  expect(second).toMatchObject({ key: 'order-1', kind: 'rating', success: true, id: expect.any(String) });
});

test('a nested run of another agent lies below its caller, and its outcome finds it by a key', async () => {
  const { client, agent } = await agentWith();
  const helper = client.agent('helper');
  await agent.execution('in', () =>
    helper.execution('part', { outcomeKey: 'k' }, (inner) => inner.outcome(true, 'good')),
  );
  await client.flush();
  const inner = span('invoke_agent helper');
  expect(inner.parentSpanId).toBe(span('invoke_agent desk').spanId);
  const [outcome] = JSON.parse(
    world.server.received('/api/v1/outcomes')[0]?.body.toString() as string,
  ).outcomes;
  expect(inner.attributes['metaagent.outcome.key']).toEqual([outcome.key, 'k']);
});

test('an execution that is ended by the caller holds its actions', async () => {
  const { client, agent } = await agentWith();
  {
    using execution = agent.begin('in');
    await execution.tool('search', {}, () => 'x');
    using call = execution.startLlm({ model: 'm' });
    call.output('hi');
    expect(currentExecution()).toBe(undefined);
    expect(execution.run(() => currentExecution())).toBe(execution);
  }
  await client.flush();
  expect(span('execute_tool search').parentSpanId).toBe(span('invoke_agent desk').spanId);
  expect(span('chat m').attributes['metaagent.output']).toBe('hi');
});
