// A LangGraph agent whose telemetry goes to MetaAgent. Its model is scripted: no key, no network.
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as CallbackManager from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createAgent } from 'langchain';
import { z } from 'zod';

// --- what connects an application to MetaAgent ---------------------------------------------
const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://localhost:4318';
const key = process.env.METAAGENT_KEY;
const headers = key ? { Authorization: `Bearer ${key}` } : {};
const tracing = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'travel-desk' }),
  spanProcessors: [
    new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers })),
  ],
});
tracing.register();
new LangChainInstrumentation({ tracerProvider: tracing }).manuallyInstrument(CallbackManager);
// -------------------------------------------------------------------------------------------

/** Asks for one tool, then answers with what it said. */
class ScriptedModel extends BaseChatModel {
  constructor(call) {
    super({});
    this.call = call;
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
      content: said ? `Here is what I found: ${said.content}` : '',
      tool_calls: said ? [] : [{ ...this.call, id: 'call-1' }],
      usage_metadata: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens },
      response_metadata: { model_name: 'gpt-5-mini' },
    });
    return { generations: [{ text: message.content, message }] };
  }
}

const findTrain = tool(({ to }) => `the next train to ${to} leaves at 10:42`, {
  name: 'find_train',
  description: 'Find the next train',
  schema: z.object({ to: z.string() }),
});
const agent = createAgent({
  model: new ScriptedModel({ name: 'find_train', args: { to: 'Aachen' } }),
  tools: [findTrain],
  name: 'travel-desk',
});

const result = await agent.invoke(
  { messages: [{ role: 'user', content: 'When does the next train to Aachen leave?' }] },
  { configurable: { thread_id: 'thread-77' }, metadata: { thread_id: 'thread-77', user_id: 'user-8' } },
);
console.log(result.messages.at(-1).content);
await tracing.shutdown();
