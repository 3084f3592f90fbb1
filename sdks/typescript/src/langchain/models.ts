import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { ensureConfig, type RunnableConfig } from '@langchain/core/runnables';
import type { Agent } from '../execution/agent.js';
import { currentExecution } from '../execution/current.js';
import { explain } from '../execution/decision.js';
import { runs } from './runs.js';

/** What a chat model of LangChain has that is governed. */
interface LangChainModel {
  // biome-ignore lint/suspicious/noExplicitAny: the types of the model's own methods hold
  invoke(input: any, options?: any): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  _streamIterator(input: any, options?: any): AsyncGenerator<unknown>;
}

interface Described {
  getLsParams?(options: object): { ls_model_name?: string; ls_provider?: string };
  getName?(): string;
}

/**
 * A model that is not called where the policy of an agent refuses it: a run that has reached one of its limits
 * makes no further call. Its answer is then a text that says so, with which an agent ends.
 */
export function governModel<M extends LangChainModel>(agent: Agent, model: M): M {
  const invoke: LangChainModel['invoke'] = async (input, options) => {
    const refused = refusedText(agent, model, input, options);
    return refused === null ? model.invoke(input, options) : new AIMessage(refused);
  };
  async function* iterate(input: unknown, options?: object) {
    const refused = refusedText(agent, model, input, options);
    if (refused === null) yield* model._streamIterator(input, options);
    else yield new AIMessageChunk(refused);
  }
  return Object.create(model, { invoke: { value: invoke }, _streamIterator: { value: iterate } });
}

/** What the model answers instead of being called; null if it may be. A refused call is recorded. */
function refusedText(agent: Agent, model: object, input: unknown, options?: object): string | null {
  const parent = parentRun(ensureConfig(options as RunnableConfig | undefined).callbacks);
  const execution = (parent === undefined ? undefined : runs.get(parent)?.execution) ?? currentExecution();
  const refusal = agent.policy.refusalOfModel(execution);
  if (refusal === null) return null;
  const { name, provider } = describe(model as Described);
  execution?.recordLlm({ model: name, input, ...(provider ? { provider } : {}) }, refusal).end();
  return explain(refusal, `The call of ${name}`);
}

function parentRun(callbacks: unknown): string | undefined {
  return (callbacks as { getParentRunId?(): string | undefined } | undefined)?.getParentRunId?.();
}

function describe(model: Described) {
  const { ls_model_name: name, ls_provider: provider } = model.getLsParams?.({}) ?? {};
  return { name: name ?? model.getName?.() ?? 'model', provider };
}
