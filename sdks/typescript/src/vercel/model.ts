import type { Action } from '../execution/action.js';
import type { Agent } from '../execution/agent.js';
import { currentExecution } from '../execution/current.js';
import { explain, type Refusal } from '../execution/decision.js';
import type { Usage } from '../policy/price.js';

/** What is used of a language model of the Vercel AI SDK, of versions 2 and 3 of its interface. */
interface LanguageModel {
  specificationVersion: string;
  provider: string;
  modelId: string;
  // biome-ignore lint/suspicious/noExplicitAny: the types of the model's own methods hold
  doGenerate(options: any): PromiseLike<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  doStream(options: any): PromiseLike<any>;
}

type Part = { type: string; delta?: string; usage?: ReportedUsage; error?: unknown };
type Detail = { total?: number | undefined; cacheRead?: number | undefined; cacheWrite?: number | undefined };
type Count = number | Detail | undefined;
type ReportedUsage = { inputTokens?: Count; outputTokens?: Count; cachedInputTokens?: number };

/**
 * A language model of the Vercel AI SDK whose calls are recorded in the current execution, and not made where
 * the policy of an agent refuses them: a run that has reached one of its limits makes no further call. The
 * answer is then a text that says so, with which an agent ends.
 */
export function governModel<M extends LanguageModel>(agent: Agent, model: M): M {
  const begin = (options: { prompt?: unknown }): Action | Refusal | null => {
    const execution = currentExecution();
    if (execution === undefined) return agent.policy.refusalOfModel(undefined);
    const { modelId, provider } = model;
    return execution.startLlm({ model: modelId, provider, input: options.prompt });
  };
  const doGenerate: LanguageModel['doGenerate'] = async (options) => {
    const [action, refusal] = decided(begin(options));
    if (refusal !== null) return refusedAnswer(model, refusal);
    try {
      const result = await model.doGenerate(options);
      action?.usage(usageOf(result.usage)).output(result.content);
      return result;
    } catch (error) {
      action?.fail(error);
      throw error;
    } finally {
      action?.end();
    }
  };
  const doStream: LanguageModel['doStream'] = async (options) => {
    const [action, refusal] = decided(begin(options));
    if (refusal !== null) return { stream: refusedStream(model, refusal) };
    if (action === null) return model.doStream(options);
    try {
      const result = await model.doStream(options);
      return { ...result, stream: recorded(result.stream, action) };
    } catch (error) {
      action.fail(error).end();
      throw error;
    }
  };
  return new Proxy(model, {
    get(target, property) {
      if (property === 'doGenerate') return doGenerate;
      if (property === 'doStream') return doStream;
      const value = Reflect.get(target, property, target);
      // Methods see the model itself, whose private fields a proxy does not have.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The action of a call that may be made, or the refusal, with which the action has ended. */
function decided(begun: Action | Refusal | null): [Action | null, Refusal | null] {
  if (begun === null) return [null, null];
  if ('type' in begun) return [null, begun];
  if (begun.refusal !== null) begun.end();
  return [begun, begun.refusal];
}

/** The parts of a stream as they come; the action ends with it. */
function recorded(stream: ReadableStream<Part>, action: Action): ReadableStream<Part> {
  const reader = stream.getReader();
  let text = '';
  return new ReadableStream<Part>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          action.output(text).end();
          return controller.close();
        }
        if (value.type === 'text-delta') text += value.delta ?? '';
        if (value.type === 'finish') action.usage(usageOf(value.usage));
        if (value.type === 'error') action.fail(value.error);
        controller.enqueue(value);
      } catch (error) {
        action.fail(error).end();
        controller.error(error);
      }
    },
    cancel(reason) {
      action.output(text).end();
      return reader.cancel(reason);
    },
  });
}

function usageOf(usage: ReportedUsage = {}): Usage {
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  const detail: Detail = typeof inputTokens === 'object' ? inputTokens : { cacheRead: cachedInputTokens };
  return {
    inputTokens: total(inputTokens),
    outputTokens: total(outputTokens),
    cacheReadTokens: detail.cacheRead ?? null,
    cacheWriteTokens: detail.cacheWrite ?? null,
  };
}

function total(count: Count): number | null {
  return (typeof count === 'object' ? count.total : count) ?? null;
}

function refusedAnswer(model: LanguageModel, refusal: Refusal) {
  const text = explain(refusal, `The call of ${model.modelId}`);
  return { content: [{ type: 'text', text }], ...ending(model), warnings: [] };
}

function refusedStream(model: LanguageModel, refusal: Refusal): ReadableStream {
  const delta = explain(refusal, `The call of ${model.modelId}`);
  const parts = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: 'refusal' },
    { type: 'text-delta', id: 'refusal', delta },
    { type: 'text-end', id: 'refusal' },
    { type: 'finish', ...ending(model) },
  ];
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

/** How an answer ends for which no model was called. */
function ending({ specificationVersion }: LanguageModel): object {
  if (specificationVersion === 'v2') {
    const usage = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined };
    return { finishReason: 'stop', usage };
  }
  const inputTokens = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
  const outputTokens = { total: undefined, text: undefined, reasoning: undefined };
  return { finishReason: { unified: 'stop', raw: undefined }, usage: { inputTokens, outputTokens } };
}
