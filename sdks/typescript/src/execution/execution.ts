import {
  type Attributes,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { OutcomeSender } from '../client/outcomes.js';
import { add, type Decimal, ZERO } from '../policy/decimal.js';
import type { RunUsage } from '../policy/limits.js';
import { costOf, type Usage } from '../policy/price.js';
import { Action, type ActionKind, recordError } from './action.js';
import type { AgentPolicy } from './agent-policy.js';
import { currentExecution, currentSpan, within } from './current.js';
import type { Decision, Permit, Refusal } from './decision.js';
import type { Prompt } from './prompt.js';
import { textOf } from './text.js';

/** What a run needs of its surroundings. */
export interface ExecutionContext {
  tracer: Tracer;
  policy: AgentPolicy;
  outcomes: OutcomeSender | null;
  withContent: boolean;
  parent: () => Context;
}

export interface ExecutionOptions {
  sessionId?: string;
  userId?: string;
  taskClass?: string;
  /** A name by which an outcome finds the run later. */
  outcomeKey?: string;
  attributes?: Attributes;
}

/** What shows whether a run reached its goal. */
export interface Evidence {
  kind?: string;
  comment?: string;
  value?: number;
  by?: string;
  source?: 'outcome' | 'person' | 'downstream';
  confidence?: number;
}

export interface LlmOptions {
  model: string;
  input?: unknown;
  provider?: string;
}

/** The span of what is not recorded. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** One run of an agent. One that the policy refuses records nothing, and refuses each of its calls. */
export class Execution {
  /** The id of its trace, in hexadecimal digits. */
  readonly id: string;
  /** Why the policy does not let it begin; null if it may. */
  readonly refusal: Refusal | null;
  readonly span: Span;
  readonly #startedAt = performance.now();
  readonly #isNested: boolean;
  #actions = 0;
  #cost: Decimal = ZERO;
  #ended = false;

  constructor(
    readonly agent: string,
    input: unknown,
    options: ExecutionOptions,
    private readonly surroundings: ExecutionContext,
  ) {
    const parent = surroundings.parent();
    const around = trace.getSpan(parent)?.spanContext();
    this.#isNested = around !== undefined && isSpanContextValid(around);
    const span = surroundings.tracer.startSpan(
      `invoke_agent ${agent}`,
      { attributes: this.#attributes(input, options) },
      parent,
    );
    this.id = span.spanContext().traceId;
    this.refusal = surroundings.policy.begin(this.id);
    this.span = this.refusal === null ? span : NO_SPAN;
    if (this.#isNested) this.span.setAttribute('metaagent.outcome.key', this.#keys(options.outcomeKey));
  }

  /** Runs a function within this execution: what it records belongs to it. */
  run<T>(body: () => T): T {
    // Spans of others within a refused run belong to what is around it.
    const span = this.refusal === null ? this.span : (currentSpan() ?? trace.getActiveSpan() ?? this.span);
    return within({ execution: this, span }, body);
  }

  /** Makes and records a call of a model, unless the policy refuses it: a limit of the run is reached, for example. */
  async llm<T>(options: LlmOptions, body: (call: Action) => Promise<T> | T): Promise<T | Refusal> {
    const call = this.startLlm(options);
    if (call.refusal === null) return this.#record(call, body);
    call.end();
    return call.refusal;
  }

  /** Records a call of a tool, without asking the policy. */
  tool<T>(name: string, args: unknown, body: (call: Action) => Promise<T> | T): Promise<T> {
    return this.#record(this.startTool(name, args), body);
  }

  /** Records a retrieval. */
  retrieval<T>(name: string, query: unknown, body: (call: Action) => Promise<T> | T): Promise<T> {
    return this.#record(this.startRetrieval(name, query), body);
  }

  /** Records that the task is given to another agent. */
  handoff<T = void>(to: string, input?: unknown, body?: (call: Action) => Promise<T> | T): Promise<T> {
    const attributes = { 'metaagent.action.kind': 'handoff', ...this.#content('metaagent.input', input) };
    return this.#record(this.#start('handoff', `handoff ${to}`, attributes), body ?? (() => undefined as T));
  }

  /** Asks the policy about a call of a tool, waits for a person if it must, and makes and records the call. */
  async guard<A, T>(
    name: string,
    args: A,
    body: (args: A, call: Action) => Promise<T> | T,
  ): Promise<T | Refusal> {
    const decided = this.surroundings.policy.decide(name, args, this);
    const decision = await settled(decided);
    if (decision.type === 'refusal') {
      this.recordRefused(name, args, decision);
      return decision;
    }
    return this.#record(this.startTool(name, decision.arguments).decided(decision), (call) =>
      body(decision.arguments as A, call),
    );
  }

  /** Begins a call of a model that the caller ends, and makes only if its `refusal` is null. */
  startLlm(options: LlmOptions): Action {
    return this.recordLlm(options, this.surroundings.policy.refusalOfModel(this));
  }

  /** Begins a call of a model that was decided about, or is made in any case. */
  recordLlm({ model, input, provider }: LlmOptions, refusal: Refusal | null): Action {
    return this.#start(
      'llm',
      `chat ${model}`,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': model,
        ...(provider === undefined ? {} : { 'gen_ai.provider.name': provider }),
        ...this.#content('metaagent.input', input),
      },
      model,
      refusal,
    );
  }

  /** Begins a call of a tool that the caller ends. */
  startTool(name: string, args: unknown): Action {
    return this.#start('tool', `execute_tool ${name}`, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      ...this.#content('gen_ai.tool.call.arguments', args),
    });
  }

  /** Begins a retrieval that the caller ends. */
  startRetrieval(name: string, query: unknown): Action {
    const attributes = { 'metaagent.action.kind': 'retrieval', ...this.#content('metaagent.input', query) };
    return this.#start('retrieval', `retrieval ${name}`, attributes);
  }

  /** Records a call of a tool that the policy refused. */
  recordRefused(name: string, args: unknown, refusal: Refusal): void {
    this.startTool(name, args).decided(refusal).end();
  }

  /** Whether the run reached its goal, while it runs or later. Evidence, and anything late, is sent by itself. */
  outcome(success: boolean | null, evidence?: Evidence | string): void {
    if (this.refusal !== null) return;
    if (!this.#ended && success !== null) this.span.setAttribute('metaagent.success', success);
    if (!this.#ended && evidence === undefined) return;
    const said = typeof evidence === 'string' ? { comment: evidence } : (evidence ?? {});
    const run = this.#isNested ? { key: this.#key } : { traceId: this.id };
    this.surroundings.outcomes?.send({ ...run, kind: 'outcome', ...said, success });
  }

  /** What the run has used so far. The cost is that of the calls whose cost is known. */
  usage(): RunUsage {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return { actions: this.#actions, seconds, costUsd: this.#cost };
  }

  /** Notes that a prompt is in use. */
  usePrompt(prompt: Prompt): void {
    if (prompt.version === null) return;
    this.span.setAttributes({
      'metaagent.prompt.name': prompt.name,
      'metaagent.prompt.version': String(prompt.version),
    });
  }

  /** Records what the run answered. */
  output(value: unknown): void {
    this.span.setAttributes(this.#content('metaagent.output', value));
  }

  /** Records that the run failed. */
  fail(error: unknown): void {
    recordError(this.span, error);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.span.end();
  }

  [Symbol.dispose](): void {
    this.end();
  }

  async #record<T>(action: Action, body: (call: Action) => Promise<T> | T): Promise<T> {
    try {
      const result = await within({ execution: this, span: action.span }, () => body(action));
      if (!action.hasOutput) action.output(result);
      return result;
    } catch (error) {
      action.fail(error);
      throw error;
    } finally {
      action.end();
    }
  }

  #start(
    kind: ActionKind,
    name: string,
    attributes: Attributes,
    model?: string,
    refusal: Refusal | null = null,
  ): Action {
    this.#actions++;
    const span = this.refusal === null ? this.#startSpan(name, attributes) : NO_SPAN;
    const spend = (answered: string | undefined, usage: Usage) => this.#spend(answered, usage);
    return new Action(kind, span, this.surroundings.withContent, model, spend, refusal);
  }

  #startSpan(name: string, attributes: Attributes): Span {
    const inside = currentExecution() === this;
    const parent = inside ? this.surroundings.parent() : trace.setSpan(context.active(), this.span);
    return this.surroundings.tracer.startSpan(name, { attributes }, parent);
  }

  #spend(model: string | undefined, usage: Usage): void {
    const cost = costOf(this.surroundings.policy.price(model), usage);
    if (cost !== null) this.#cost = add(this.#cost, cost);
  }

  #attributes(input: unknown, options: ExecutionOptions): Attributes {
    const { sessionId, userId, taskClass, outcomeKey, attributes } = options;
    return {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': this.agent,
      ...this.#content('metaagent.input', input),
      ...(sessionId === undefined ? {} : { 'metaagent.session.id': sessionId }),
      ...(userId === undefined ? {} : { 'metaagent.user.id': userId }),
      ...(taskClass === undefined ? {} : { 'metaagent.task.class': taskClass }),
      ...(outcomeKey === undefined ? {} : { 'metaagent.outcome.key': outcomeKey }),
      ...attributes,
    };
  }

  /** A key of this run alone: a trace may hold several. */
  get #key(): string {
    return `${this.id}-${this.span.spanContext().spanId}`;
  }

  #keys(given: string | undefined): string[] {
    return given === undefined ? [this.#key] : [this.#key, given];
  }

  #content(name: string, value: unknown): Attributes {
    return this.surroundings.withContent && value !== undefined ? { [name]: textOf(value) } : {};
  }
}

/** The decision once a person has answered, where one is asked. */
export async function settled(decision: Decision, signal?: AbortSignal): Promise<Permit | Refusal> {
  return decision.type === 'pending' ? decision.wait(signal) : decision;
}
