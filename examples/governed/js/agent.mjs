// A LangGraph agent that MetaAgent governs: its prompt, and a refund that a person approves.
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createAgent } from 'langchain';
import { z } from 'zod';

// --- what governs an agent -----------------------------------------------------------------
import { MetaAgent } from '@metaagent/sdk';
import { governTools, MetaAgentCallbackHandler } from '@metaagent/sdk/langchain';

const client = MetaAgent.connect(); // METAAGENT_URL, METAAGENT_KEY
const agent = client.agent('refund-desk-js');
await agent.policy.ready();
const prompt = agent.policy.prompt('refund-desk-js/reply', 'Help with {{order}}.');
// -------------------------------------------------------------------------------------------

/** Asks for one refund, then answers with what became of it. */
class ScriptedModel extends BaseChatModel {
  constructor() {
    super({});
  }

  _llmType() {
    return 'scripted';
  }

  getLsParams() {
    return { ls_provider: 'openai', ls_model_name: 'gpt-5-mini', ls_model_type: 'chat' };
  }

  invocationParams() {
    return { model: 'gpt-5-mini' };
  }

  bindTools() {
    return this;
  }

  async _generate(messages) {
    const said = messages.filter((message) => message.getType() === 'tool').at(-1);
    const [input_tokens, output_tokens] = said ? [211, 57] : [137, 41];
    const message = new AIMessage({
      content: said ? `Done: ${said.content}` : '',
      tool_calls: said ? [] : [{ name: 'refund', args: { order: '1042', amount: 284 }, id: 'call-1' }],
      usage_metadata: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens },
      response_metadata: { model_name: 'gpt-5-mini' },
    });
    return { generations: [{ text: message.content, message }] };
  }
}

const refund = tool(({ order, amount }) => `${amount} USD paid back for order ${order}`, {
  name: 'refund',
  description: 'Pay an amount back',
  schema: z.object({ order: z.string(), amount: z.number() }),
});
const desk = createAgent({
  model: new ScriptedModel(),
  tools: governTools(agent, [refund]),
  systemPrompt: prompt.render({ order: '1042' }),
  name: 'refund-desk-js',
});

console.log('prompt:', prompt.version ?? 'the default of the code');
const answer = await agent.execution('Refund order 1042', { sessionId: 'thread-1042' }, async () => {
  const result = await desk.invoke(
    { messages: [{ role: 'user', content: 'I want my 284 dollars for order 1042 back.' }] },
    { callbacks: [new MetaAgentCallbackHandler(agent)] },
  );
  return result.messages.at(-1).content;
});
console.log(answer);
await client.close();
