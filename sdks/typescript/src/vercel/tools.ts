import type { Agent } from '../execution/agent.js';
import { explain, isRefusal } from '../execution/decision.js';

type Execute = (args: unknown, ...rest: unknown[]) => unknown;

/**
 * Tools of the Vercel AI SDK that ask the policy of an agent before `execute` runs and record the call. A
 * refusal is the text that the model reads as the result. Tools without `execute` stay as they are.
 */
export function governTools<T extends Record<string, object>>(agent: Agent, tools: T): T {
  const governed = Object.entries(tools).map(([name, tool]) => [name, governTool(agent, name, tool)]);
  return Object.fromEntries(governed) as T;
}

/** One tool that asks the policy of an agent before `execute` runs. */
export function governTool<T extends object>(agent: Agent, name: string, tool: T): T {
  const execute = (tool as { execute?: unknown }).execute as Execute | undefined;
  if (typeof execute !== 'function') return tool;
  const governed: Execute = async (args, ...rest) => {
    const result = await agent.guard(name, (permitted) => lastOf(execute.call(tool, permitted, ...rest)))(
      args,
    );
    return isRefusal(result) ? explain(result, `The call of ${name}`) : result;
  };
  return { ...tool, execute: governed };
}

/** The result of a call; of one that yields preliminary results the last. */
async function lastOf(result: unknown): Promise<unknown> {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result;
  let last: unknown;
  for await (const value of result as AsyncIterable<unknown>) last = value;
  return last;
}
