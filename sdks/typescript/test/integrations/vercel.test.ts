import { generateText, stepCountIs, tool } from 'ai';
import { MockLanguageModelV2 } from 'ai/test';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { governTools } from '../../src/vercel/index.js';
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
