import type { Agent } from '../execution/agent.js';
import { explain, isRefusal } from '../execution/decision.js';

/** What is used of a client of MCP. */
interface McpClient {
  // biome-ignore lint/suspicious/noExplicitAny: the types of the client's own method hold
  callTool(params: { name: string; arguments?: any }, ...rest: any[]): Promise<any>;
}

/**
 * A client of MCP whose `callTool` asks the policy of an agent first and records the call. A refusal is a
 * result with `isError`, which the model reads.
 *
 * @param server a prefix of the tools' names in rules and telemetry: `<server>.<tool>`
 */
export function governClient<C extends McpClient>(agent: Agent, client: C, server?: string): C {
  const callTool: McpClient['callTool'] = async (params, ...rest) => {
    const name = server === undefined ? params.name : `${server}.${params.name}`;
    const call = (args: unknown) => client.callTool({ ...params, arguments: args }, ...rest);
    const result = await agent.guard(name, call)(params.arguments ?? {});
    if (!isRefusal(result)) return result;
    return { isError: true, content: [{ type: 'text', text: explain(result, `The call of ${name}`) }] };
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'callTool') return callTool;
      const value = Reflect.get(target, property, target);
      // Methods see the client itself, whose private fields a proxy does not have.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
