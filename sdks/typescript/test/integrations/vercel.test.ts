import { generateText, simulateReadableStream, stepCountIs, streamText, tool } from 'ai';
import { MockLanguageModelV2 } from 'ai/test';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { governModel, governTools } from '../../src/vercel/index.js';
import { fixture } from '../server/fixtures.js';

const world = fixture();
const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };

/** Calls one tool, then repeats what it said. */
function scripted(toolName: string) {
  return new MockLanguageModelV2({
    doGenerate: async ({ prompt }) => {
      const said = prompt.find((message) => message.role === 'tool');
      if (said !== undefined) {
        const text = JSON.stringify(said.content);
        return { content: [{ type: 'text', text }], finishReason: 'stop', usage, warnings: [] };
      }
      const call = { type: 'tool-call' as const, toolCallId: 'c1', toolName, input: '{"amount":5}' };
      return { content: [call], finishReason: 'tool-calls', usage, warnings: [] };
    },
  });
}

test('tools of the Vercel AI SDK ask the policy, and the model reads a refusal', async () => {
  world.server.setPolicy('desk', {
    tools: [{ id: 'r1', tool: 'refund', when: null, effect: 'deny', reason: 'never' }],
  });
  const agent = world.connect().agent('desk');
  await agent.policy.ready();
  const inputSchema = z.object({ amount: z.number() });
  const tools = governTools(agent, {
    refund: tool({ inputSchema, execute: async () => 'refunded' }),
    credit: tool({ inputSchema, execute: async ({ amount }) => `credited ${amount}` }),
    steps: {
      execute: async function* () {
        yield 'half';
        yield 'whole';
      },
    },
    client: { inputSchema },
  });
  const { refund, credit } = tools;
  const ask = async (name: 'refund' | 'credit') => {
    const model = scripted(name);
    const answer = await generateText({
      model,
      tools: { refund, credit },
      prompt: 'go',
      stopWhen: stepCountIs(3),
    });
    return answer.text;
  };
  expect(await ask('refund')).toContain('refused by policy (denied): never');
  expect(await ask('credit')).toContain('credited 5');
  expect(await (tools.steps.execute as unknown as () => Promise<unknown>)()).toBe('whole');
  expect(tools.client).toEqual({ inputSchema });
});

/** An agent whose runs may make two actions, and the spans of its model calls. */
async function limited() {
  world.server.setPolicy('desk', { limits: { maxActions: 2, maxSeconds: null, maxCostUsd: null } });
  const client = world.connect();
  const agent = client.agent('desk');
  await agent.policy.ready();
  const calls = async () => {
    await client.flush();
    return world.server.spans.filter((span) => span.name === 'chat mock-model-id');
  };
  return { agent, calls };
}

test('a loop of model calls ends at the limit with an answer', async () => {
  const { agent, calls } = await limited();
  const call = { type: 'tool-call' as const, toolCallId: 'c1', toolName: 'credit', input: '{}' };
  const mock = new MockLanguageModelV2({
    doGenerate: async () => ({ content: [call], finishReason: 'tool-calls', usage, warnings: [] }),
  });
  const credit = tool({ inputSchema: z.object({}), execute: async () => 'credited' });
  const answer = await agent.execution('in', () =>
    generateText({
      model: governModel(agent, mock),
      tools: governTools(agent, { credit }),
      prompt: 'go',
      stopWhen: stepCountIs(9),
    }),
  );
  expect(answer.text).toContain('refused by policy (limit): maxActions');
  expect(mock.doGenerateCalls).toHaveLength(1);
  const [made, refused] = await calls();
  expect(made?.attributes).toMatchObject({
    'gen_ai.usage.input_tokens': 1,
    'gen_ai.provider.name': 'mock-provider',
    'metaagent.output': expect.stringContaining('tool-call'),
  });
  expect(refused?.attributes).toMatchObject({ 'error.type': 'policy_refused' });
});

test('a stream is recorded as it is read, refused as a text, and failing told', async () => {
  const { agent, calls } = await limited();
  const chunks = [
    { type: 'text-start' as const, id: '1' },
    { type: 'text-delta' as const, id: '1', delta: 'hel' },
    { type: 'text-delta' as const, id: '1', delta: 'lo' },
    { type: 'text-end' as const, id: '1' },
    { type: 'finish' as const, finishReason: 'stop' as const, usage },
  ];
  let broken = false;
  const mock = new MockLanguageModelV2({
    doStream: async () => {
      if (broken) throw new Error('overloaded');
      return { stream: simulateReadableStream({ chunks }) };
    },
  });
  const model = governModel(agent, mock);
  const said = await agent.execution('in', async (execution) => {
    const first = await streamText({ model, prompt: 'go' }).text;
    await execution.retrieval('docs', 'q', () => []);
    return [first, await streamText({ model, prompt: 'go' }).text];
  });
  expect(said).toEqual(['hello', expect.stringContaining('refused by policy (limit): maxActions')]);
  broken = true;
  const failing = agent.execution('in', () => Promise.resolve(model.doStream({ prompt: [] })));
  await expect(failing).rejects.toThrow('overloaded');
  expect((await calls()).map(({ attributes }) => attributes['error.type'])).toEqual([
    undefined,
    'policy_refused',
    'Error',
  ]);
  expect((await calls())[0]?.attributes['metaagent.output']).toBe('hello');
});

test('a model outside of a run is asked about too, in both versions of the interface', async () => {
  const closed = world.connect({ withoutPolicy: 'closed' }).agent('unknown');
  const model = new MockLanguageModelV2({ provider: 'mock', modelId: 'm' });
  const refused = await generateText({ model: governModel(closed, model), prompt: 'go' });
  expect(refused.text).toContain('refused by policy (noPolicy)');
  const newer = { specificationVersion: 'v3', provider: 'p', modelId: 'm' };
  const never = (_options: object) => Promise.reject(new Error('called'));
  const governed = governModel(closed, { ...newer, doGenerate: never, doStream: never });
  expect(await governed.doGenerate({})).toMatchObject({ finishReason: { unified: 'stop' } });
});
