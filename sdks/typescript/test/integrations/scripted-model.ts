import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';

/** A model without a network: it calls one tool, then answers with what the tool said. */
export class ScriptedModel extends BaseChatModel {
  constructor(private readonly call: { name: string; args: Record<string, unknown> }) {
    super({});
  }

  _llmType() {
    return 'scripted';
  }

  override getLsParams() {
    return { ls_provider: 'openai', ls_model_name: 'gpt-5-mini', ls_model_type: 'chat' as const };
  }

  override bindTools() {
    return this;
  }

  async _generate(messages: BaseMessage[]) {
    const said = messages.filter((message) => message.getType() === 'tool').at(-1);
    const message = new AIMessage({
      content: said ? `I heard: ${said.content}` : '',
      tool_calls: said ? [] : [{ ...this.call, id: 'call-1' }],
      response_metadata: { model_name: 'gpt-5-mini-2026' },
    });
    const usage = {
      input_tokens: 7,
      output_tokens: 3,
      total_tokens: 10,
      input_token_details: { cache_read: 2 },
    };
    Object.assign(message, { usage_metadata: usage });
    return { generations: [{ text: String(message.content), message }] };
  }
}
