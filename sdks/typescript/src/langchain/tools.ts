import type { Agent } from '../execution/agent.js';
import { within } from '../execution/current.js';
import { explain, isRefusal, type Refusal } from '../execution/decision.js';
import { settled } from '../execution/execution.js';
import { runs } from './runs.js';

/** What a tool of LangChain has that is governed. */
interface LangChainTool {
  name: string;
  responseFormat?: string;
}

type Call = (args: unknown, runManager?: { runId: string }, config?: unknown) => Promise<unknown>;

/**
 * Tools that ask the policy of an agent before each call. A refusal is the result of the call, so that the
 * agent reads it and goes on.
 */
export function governTools<T extends LangChainTool>(agent: Agent, tools: T[]): T[] {
  return tools.map((tool) => governTool(agent, tool));
}

/** A tool that asks the policy of an agent before each call. */
export function governTool<T extends LangChainTool>(agent: Agent, tool: T): T {
  const original = (tool as unknown as { _call: Call })._call;
  const governed: Call = async (args, runManager, config) => {
    const call = (permitted: unknown) => original.call(tool, permitted, runManager, config);
    const result = await callGoverned(agent, tool.name, args, runManager?.runId, call);
    return isRefusal(result) ? asResult(tool, result) : result;
  };
  return Object.create(tool, { _call: { value: governed } });
}

async function callGoverned(
  agent: Agent,
  name: string,
  args: unknown,
  runId: string | undefined,
  call: (args: unknown) => Promise<unknown>,
): Promise<unknown> {
  const run = runId === undefined ? undefined : runs.get(runId);
  if (run === undefined || run.action === null) return agent.guard(name, call)(args);
  // The handler records this call already.
  const { execution, action } = run;
  const decision = await settled(agent.policy.decide(name, args, execution, 1));
  action.decided(decision);
  if (decision.type === 'refusal') return decision;
  return within({ execution, span: action.span }, () => call(decision.arguments));
}

function asResult(tool: LangChainTool, refusal: Refusal): unknown {
  const text = explain(refusal, `The call of ${tool.name}`);
  return tool.responseFormat === 'content_and_artifact' ? [text, refusal] : text;
}
