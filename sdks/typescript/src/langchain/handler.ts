import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { BaseMessage } from '@langchain/core/messages';
import type { LLMResult } from '@langchain/core/outputs';
import type { Action } from '../execution/action.js';
import type { Agent } from '../execution/agent.js';
import { currentExecution } from '../execution/current.js';
import { PolicyRefusedError } from '../execution/decision.js';
import type { Execution, LlmOptions } from '../execution/execution.js';
import { parseContainer } from '../policy/json.js';
import { readAnswer, readable } from './messages.js';
import { type RecordedRun, runs } from './runs.js';

type Named = { id?: string[]; name?: string };
type Metadata = Record<string, unknown> | undefined;

/**
 * Records runs of LangChain and LangGraph: pass it in `callbacks`. The outermost run is an execution of the
 * agent, unless it runs within one already.
 */
export class MetaAgentCallbackHandler extends BaseCallbackHandler {
  readonly name = 'metaagent';

  /**
   * With `throwOnRefusal`, a run and a model call that the policy refuses throw a {@link PolicyRefusedError};
   * otherwise they go on, and governed tools and models refuse.
   */
  constructor(
    private readonly agent: Agent,
    options: { throwOnRefusal?: boolean } = {},
  ) {
    super();
    this.raiseError = options.throwOnRefusal ?? false;
    // In order and before the step itself, so that a governed tool finds the action of its call.
    this.awaitHandlers = true;
  }

  // LangChain passes the parent's id in fourth place, whatever its types call it.
  override async handleChainStart(
    _chain: object,
    inputs: unknown,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Metadata,
  ): Promise<void> {
    // A run within another one finds its execution, which has a policy.
    if (parentRunId === undefined) await this.agent.policy.first();
    const run = this.#begin(parentRunId, inputs, metadata);
    const { refusal } = run.execution;
    if (this.raiseError && run.owns && refusal !== null)
      throw new PolicyRefusedError(refusal, this.agent.name);
    runs.set(runId, { ...run, action: null });
  }

  override handleChainEnd(outputs: unknown, runId: string): void {
    this.#end(runId, (run) => run.owns && run.execution.output(outputs));
  }

  override handleChainError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  override handleChatModelStart(
    llm: Named,
    messages: BaseMessage[][],
    runId: string,
    parentRunId?: string,
    extra?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Metadata,
  ): void {
    const input = readable(messages.flat());
    this.#start(runId, parentRunId, input, metadata, (execution) =>
      this.#callOf(execution, modelOf(llm, input, extra, metadata)),
    );
  }

  override handleLLMStart(
    llm: Named,
    prompts: string[],
    runId: string,
    parentRunId?: string,
    extra?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Metadata,
  ): void {
    const input = prompts.join('\n');
    this.#start(runId, parentRunId, input, metadata, (execution) =>
      this.#callOf(execution, modelOf(llm, input, extra, metadata)),
    );
  }

  override handleLLMEnd(result: LLMResult, runId: string): void {
    const { output, model, usage } = readAnswer(result);
    this.#end(runId, ({ action }) => {
      if (model !== undefined) action?.model(model);
      if (usage !== undefined) action?.usage(usage);
      action?.output(output);
    });
  }

  override handleLLMError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  override handleToolStart(
    tool: Named,
    input: unknown,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Metadata,
    runName?: string,
  ): void {
    const args = typeof input === 'string' ? (parseContainer(input) ?? input) : input;
    const name = runName ?? tool.name ?? tool.id?.at(-1) ?? 'tool';
    this.#start(runId, parentRunId, args, metadata, (execution) => execution.startTool(name, args));
  }

  override handleToolEnd(output: unknown, runId: string): void {
    const content = (output as { content?: unknown } | null)?.content ?? output;
    this.#end(runId, ({ action }) => action?.output(content));
  }

  override handleToolError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  override handleRetrieverStart(
    retriever: Named,
    query: string,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Metadata,
    name?: string,
  ): void {
    const called = name ?? retriever.id?.at(-1) ?? 'retriever';
    this.#start(runId, parentRunId, query, metadata, (execution) => execution.startRetrieval(called, query));
  }

  override handleRetrieverEnd(documents: unknown, runId: string): void {
    this.#end(runId, ({ action }) => action?.output(documents));
  }

  override handleRetrieverError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  /** A call of a model; where it cannot be refused, it is recorded as it is made. */
  #callOf(execution: Execution, options: LlmOptions): Action {
    if (!this.raiseError) return execution.recordLlm(options, null);
    const action = execution.startLlm(options);
    if (action.refusal === null) return action;
    action.end();
    throw new PolicyRefusedError(action.refusal, `The call of ${options.model}`);
  }

  #start(
    runId: string,
    parentRunId: string | undefined,
    input: unknown,
    metadata: Metadata,
    start: (execution: Execution) => Action,
  ): void {
    const run = this.#begin(parentRunId, input, metadata);
    runs.set(runId, { ...run, action: start(run.execution) });
  }

  /** The execution of a run: that of its parent, the current one, or a new one. */
  #begin(parentRunId: string | undefined, input: unknown, metadata: Metadata): Omit<RecordedRun, 'action'> {
    const above =
      (parentRunId === undefined ? undefined : runs.get(parentRunId)?.execution) ?? currentExecution();
    if (above !== undefined) return { execution: above, owns: false };
    const sessionId = textOf(metadata?.session_id ?? metadata?.thread_id);
    const userId = textOf(metadata?.user_id);
    const options = { ...(sessionId ? { sessionId } : {}), ...(userId ? { userId } : {}) };
    return { execution: this.agent.begin(input, options), owns: true };
  }

  #fail(runId: string, error: unknown): void {
    this.#end(runId, (run) => {
      run.action?.fail(error);
      if (run.owns) run.execution.fail(error);
    });
  }

  #end(runId: string, finish: (run: RecordedRun) => void): void {
    const run = runs.get(runId);
    if (run === undefined) return;
    runs.delete(runId);
    finish(run);
    run.action?.end();
    if (run.owns) run.execution.end();
  }
}

function modelOf(llm: Named, input: unknown, extra: Record<string, unknown> | undefined, metadata: Metadata) {
  const parameters = extra?.invocation_params as Record<string, unknown> | undefined;
  const model = textOf(metadata?.ls_model_name ?? parameters?.model) ?? llm.id?.at(-1) ?? 'unknown';
  const provider = textOf(metadata?.ls_provider);
  return { model, input, ...(provider ? { provider } : {}) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
