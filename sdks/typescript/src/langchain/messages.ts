import type { BaseMessage } from '@langchain/core/messages';
import type { LLMResult } from '@langchain/core/outputs';
import type { Usage } from '../policy/price.js';

/** What a model answered, as LangChain reports it. */
export interface Answered {
  output: unknown;
  model: string | undefined;
  usage: Usage | undefined;
}

/** Messages in the shape of OpenTelemetry: role and content. */
export function readable(messages: BaseMessage[]): object[] {
  return messages.map((message) => {
    const { tool_calls: calls, tool_call_id: answers } = message as {
      tool_calls?: unknown[];
      tool_call_id?: string;
    };
    return {
      role: roleOf(message),
      content: message.content,
      ...(calls?.length ? { tool_calls: calls } : {}),
      ...(answers ? { tool_call_id: answers } : {}),
    };
  });
}

/** Reads the answer of a model call. */
export function readAnswer(result: LLMResult): Answered {
  const generation = result.generations[0]?.[0] as { text?: string; message?: BaseMessage } | undefined;
  const message = generation?.message as (BaseMessage & { usage_metadata?: UsageMetadata }) | undefined;
  const usage = message?.usage_metadata;
  const told = result.llmOutput?.tokenUsage as
    | { promptTokens?: number; completionTokens?: number }
    | undefined;
  const model = message?.response_metadata?.model_name ?? message?.response_metadata?.model;
  return {
    output: message === undefined ? generation?.text : readable([message]),
    model: typeof model === 'string' ? model : undefined,
    usage: usage
      ? fromMetadata(usage)
      : told && { inputTokens: told.promptTokens, outputTokens: told.completionTokens },
  } as Answered;
}

interface UsageMetadata {
  input_tokens: number;
  output_tokens: number;
  input_token_details?: { cache_read?: number; cache_creation?: number };
}

function fromMetadata(usage: UsageMetadata): Usage {
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.input_token_details?.cache_read ?? null,
    cacheWriteTokens: usage.input_token_details?.cache_creation ?? null,
  };
}

function roleOf(message: BaseMessage): string {
  const type = message.getType();
  return type === 'human' ? 'user' : type === 'ai' ? 'assistant' : type;
}
