import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as CallbackManager from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel, FakeLLM } from '@langchain/core/utils/testing';
import { createAgent } from 'langchain';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PolicyRefusedError } from '../../src/index.js';
import { governModel, governTools, MetaAgentCallbackHandler } from '../../src/langchain/index.js';
import { fixture } from '../server/fixtures.js';
import { ScriptedModel } from './scripted-model.js';

const world = fixture();
const denyRefunds = {
  tools: [{ id: 'r1', tool: 'refund', when: null, effect: 'deny', reason: 'ask a person' }],
};
const calls: unknown[] = [];
const refund = tool(
  (args) => {
    calls.push(args);
    return `refunded ${args.amount}`;
  },
  { name: 'refund', description: 'Refund', schema: z.object({ amount: z.number() }) },
);

async function run(policy: object) {
  calls.length = 0;
  world.server.setPolicy('desk', policy);
  const client = world.connect();
  const agent = client.agent('desk');
  await agent.policy.ready();
  const graph = createAgent({
    model: new ScriptedModel({ name: 'refund', args: { amount: 5 } }),
    tools: governTools(agent, [refund]),
    name: 'desk',
  });
  const invoke = () =>
    graph.invoke(
      { messages: [{ role: 'user', content: 'refund 5' }] },
      { callbacks: [new MetaAgentCallbackHandler(agent)], metadata: { thread_id: 't-1', user_id: 'u-1' } },
    );
  return { client, agent, graph, invoke };
}

const named = (name: string) => world.server.spans.filter((span) => span.name === name);

test('a refused tool of LangGraph is a result that the model reads, and the graph goes on', async () => {
  const { client, invoke } = await run(denyRefunds);
  const result = await invoke();
  expect(calls).toEqual([]);
  expect(result.messages.at(-1)?.content).toContain('refused by policy (denied): ask a person');
  await client.flush();
  expect(named('execute_tool refund')).toHaveLength(1);
  expect(named('execute_tool refund')[0]).toMatchObject({
    status: { code: 2 },
    attributes: { 'error.type': 'policy_refused', 'metaagent.policy.rule': 'r1' },
  });
});

test('a run of LangGraph is one execution with its calls', async () => {
  const { client, invoke } = await run({});
  const result = await invoke();
  expect(result.messages.at(-1)?.content).toBe('I heard: refunded 5');
  expect(calls).toEqual([{ amount: 5 }]);
  await client.flush();
  expect(named('invoke_agent desk')).toHaveLength(1);
  expect(named('invoke_agent desk')[0]?.attributes).toMatchObject({
    'metaagent.session.id': 't-1',
    'metaagent.user.id': 'u-1',
  });
  expect(named('chat gpt-5-mini')).toHaveLength(2);
  expect(named('chat gpt-5-mini')[0]?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.response.model': 'gpt-5-mini-2026',
    'gen_ai.usage.input_tokens': 7,
    'gen_ai.usage.cache_read.input_tokens': 2,
    'metaagent.input': '[{"role":"user","content":"refund 5"}]',
  });
  expect(named('execute_tool refund')[0]?.attributes).toMatchObject({
    'gen_ai.tool.call.arguments': '{"amount":5}',
    'gen_ai.tool.call.result': 'refunded 5',
  });
  expect(new Set(world.server.spans.map((span) => span.traceId)).size).toBe(1);
});

test('within an execution of the host, LangGraph begins none of its own', async () => {
  const { client, agent, invoke } = await run({});
  await agent.execution('in', invoke);
  await client.flush();
  expect(named('invoke_agent desk')).toHaveLength(1);
  expect(named('chat gpt-5-mini')).toHaveLength(2);
});

test('a governed tool asks without the handler too', async () => {
  const { agent } = await run(denyRefunds);
  const [governed] = governTools(agent, [refund]);
  expect(await governed?.invoke({ amount: 5 })).toContain('refused by policy');
  expect(await refund.invoke({ amount: 5 })).toBe('refunded 5');
  const both = tool(() => ['text', { rows: 1 }], {
    name: 'refund',
    schema: z.object({}),
    responseFormat: 'content_and_artifact',
  });
  const message = await governTools(agent, [both])[0]?.invoke({
    type: 'tool_call',
    name: 'refund',
    id: 'c',
    args: {},
  });
  expect(message).toMatchObject({ artifact: { type: 'refusal', kind: 'denied' } });
});

test('retrievers, text models and failures are recorded', async () => {
  const { client, agent } = await run({});
  const callbacks = [new MetaAgentCallbackHandler(agent)];
  class Docs extends BaseRetriever {
    lc_namespace = ['test'];
    override async _getRelevantDocuments() {
      return [new Document({ pageContent: 'page' })];
    }
  }
  await new Docs().invoke('what?', { callbacks });
  await new FakeLLM({ response: 'hi' }).invoke('hello', { callbacks });
  const broken = new FakeLLM({ thrownErrorString: 'overloaded' });
  await expect(broken.invoke('hello', { callbacks })).rejects.toThrow('overloaded');
  await new FakeListChatModel({ responses: ['yes'] }).invoke('hello', { callbacks });
  const failing = tool(() => Promise.reject(new Error('no disk')), { name: 'disk', schema: z.object({}) });
  await expect(failing.invoke({}, { callbacks })).rejects.toThrow('no disk');
  await client.flush();
  expect(named('retrieval Docs')[0]?.attributes['metaagent.output']).toContain('page');
  const models = world.server.spans.filter((span) => span.name.startsWith('chat '));
  expect(models.map((span) => span.status.message)).toEqual(['', 'overloaded', '']);
  expect(models[0]?.attributes).toMatchObject({ 'metaagent.input': 'hello', 'metaagent.output': 'hi' });
  expect(world.server.spans.find((span) => span.name.startsWith('execute_tool'))?.status.message).toBe(
    'no disk',
  );
});

test('spans of OpenInference through our provider belong to the execution', async () => {
  const { client, agent, graph } = await run({});
  const instrumentation = new LangChainInstrumentation({ tracerProvider: client.tracerProvider });
  instrumentation.manuallyInstrument(CallbackManager);
  await agent.execution('in', () =>
    graph.invoke({ messages: [{ role: 'user', content: 'mail ada@x.example' }] }),
  );
  instrumentation.disable();
  await client.flush();
  const [root] = named('invoke_agent desk');
  const foreign = world.server.spans.filter((span) => span.attributes['openinference.span.kind']);
  expect(foreign.length).toBeGreaterThan(3);
  expect(foreign.every((span) => span.traceId === root?.traceId)).toBe(true);
  expect(foreign.some((span) => span.parentSpanId === root?.spanId)).toBe(true);
  expect(JSON.stringify(foreign)).not.toContain('ada@x.example');
});

/** Calls its tool again and again. */
class LoopingModel extends ScriptedModel {
  override _generate(messages: Parameters<ScriptedModel['_generate']>[0]) {
    return super._generate(messages.filter((message) => message.getType() !== 'tool'));
  }
}

async function limited(governed: boolean, options = {}) {
  world.server.setPolicy('desk', { limits: { maxActions: 4, maxSeconds: null, maxCostUsd: null } });
  const client = world.connect();
  const agent = client.agent('desk');
  await agent.policy.ready();
  const model = new LoopingModel({ name: 'refund', args: { amount: 5 } });
  const graph = createAgent({
    model: governed ? governModel(agent, model) : model,
    tools: governTools(agent, [refund]),
    name: 'desk',
  });
  const callbacks = [new MetaAgentCallbackHandler(agent, options)];
  const invoke = () => graph.invoke({ messages: [{ role: 'user', content: 'go' }] }, { callbacks });
  return { client, agent, model, invoke };
}

const errors = (name: string) => named(name).map((span) => span.attributes['error.type']);

test('a loop of LangGraph ends at the limit with an answer', async () => {
  const { client, agent, invoke } = await limited(true);
  const result = await invoke();
  expect(result.messages.at(-1)?.content).toContain('refused by policy (limit): maxActions');
  await client.flush();
  expect(errors('chat gpt-5-mini')).toEqual([undefined, undefined, 'policy_refused']);
  expect(errors('execute_tool refund')).toEqual([undefined, undefined]);
  expect(named('invoke_agent desk')[0]?.status.code).toBe(0);
  const within = await agent.execution('in', invoke);
  expect(within.messages.at(-1)?.content).toContain('refused by policy (limit): maxActions');
});

test('a stream of a refused model says why', async () => {
  const { agent, model } = await limited(true);
  const governed = governModel(agent, model);
  const streamed = async () => {
    let text = '';
    for await (const chunk of await governed.stream('hi')) text += chunk.content;
    return text;
  };
  await agent.execution('in', async (execution) => {
    expect(await streamed()).toBe('');
    for (let i = 0; i < 4; i++) await execution.retrieval('docs', i, () => []);
    expect(await streamed()).toContain('refused by policy (limit): maxActions');
  });
});

test('a handler may throw at the limit of model calls, and for a refused run', async () => {
  const { client, agent, invoke } = await limited(false, { throwOnRefusal: true });
  await expect(invoke()).rejects.toThrow('refused by policy (limit): maxActions');
  await client.flush();
  expect(errors('chat gpt-5-mini')).toEqual([undefined, undefined, 'policy_refused']);
  world.server.setPolicy('desk', { stopped: { reason: 'x', share: 0 } });
  await vi.waitFor(() => expect(agent.begin().refusal).not.toBe(null));
  await expect(invoke()).rejects.toThrow(PolicyRefusedError);
});

test('a handler alone records calls that it cannot refuse as they are made', async () => {
  const { client, invoke } = await limited(false);
  const answered = await invoke().then(
    () => 'ended',
    () => 'the graph gave up',
  );
  expect(answered).toBe('the graph gave up');
  await client.flush();
  expect(new Set(errors('chat gpt-5-mini'))).toEqual(new Set([undefined]));
  expect(errors('execute_tool refund').slice(0, 3)).toEqual([undefined, undefined, 'policy_refused']);
});
