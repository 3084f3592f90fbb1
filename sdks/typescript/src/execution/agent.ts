import type { AgentPolicy } from './agent-policy.js';
import { currentExecution } from './current.js';
import { PolicyRefusedError, type Refusal } from './decision.js';
import { Execution, type ExecutionContext, type ExecutionOptions, settled } from './execution.js';

/** How an execution by callback is made. */
export interface RunOptions extends ExecutionOptions {
  /** Throws {@link PolicyRefusedError} instead of running the body of a run that the policy refuses. */
  throwOnRefusal?: boolean;
}

type Body<T> = (execution: Execution) => Promise<T> | T;

/** An agent, known by its name. */
export class Agent {
  constructor(
    readonly name: string,
    readonly policy: AgentPolicy,
    private readonly surroundings: Omit<ExecutionContext, 'policy'>,
    private readonly hasRoom: () => Promise<void>,
  ) {}

  /** Runs a function as one execution: its result is the output, an error that it throws the error. */
  execution<T>(input: unknown, body: Body<T>): Promise<T>;
  execution<T>(input: unknown, options: RunOptions, body: Body<T>): Promise<T>;
  async execution<T>(input: unknown, ...rest: [Body<T>] | [RunOptions, Body<T>]): Promise<T> {
    const body = rest.at(-1) as Body<T>;
    const options = rest.length === 2 ? rest[0] : {};
    await this.hasRoom();
    await this.policy.first();
    const execution = this.begin(input, options);
    try {
      if (execution.refusal !== null && options.throwOnRefusal)
        throw new PolicyRefusedError(execution.refusal, this.name);
      const result = await execution.run(() => body(execution));
      if (result !== undefined) execution.output(result);
      return result;
    } catch (error) {
      if (!(error instanceof PolicyRefusedError)) execution.fail(error);
      throw error;
    } finally {
      execution.end();
    }
  }

  /**
   * Begins an execution that the caller ends: with `using`, or by `end()`. It does not wait for a first policy, as
   * {@link execution} does: `await agent.policy.ready()` before it.
   */
  begin(input?: unknown, options: ExecutionOptions = {}): Execution {
    return new Execution(this.name, input, options, { ...this.surroundings, policy: this.policy });
  }

  /**
   * A function that asks the policy before each call of a tool, waits for a person if it must, and records the
   * call in the current execution. It answers with the refusal where it is refused.
   */
  guard<A, T>(tool: string, call: (args: A) => Promise<T> | T): (args: A) => Promise<T | Refusal> {
    return async (args) => {
      const execution = currentExecution();
      if (execution !== undefined) return execution.guard(tool, args, call);
      await this.policy.first();
      const decision = await settled(this.policy.decide(tool, args, undefined));
      return decision.type === 'refusal' ? decision : call(decision.arguments as A);
    };
  }
}
