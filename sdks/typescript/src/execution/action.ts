import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { Usage } from '../policy/price.js';
import type { Permit, Refusal } from './decision.js';
import { textOf } from './text.js';

export type ActionKind = 'llm' | 'tool' | 'retrieval' | 'handoff';

const OUTPUT: Record<ActionKind, string> = {
  llm: 'metaagent.output',
  tool: 'gen_ai.tool.call.result',
  retrieval: 'metaagent.output',
  handoff: 'metaagent.output',
};

/** One step of an execution that runs: a span until it ends. */
export class Action {
  #ended = false;
  #hasOutput = false;
  #model: string | undefined;
  #usage: Usage | undefined;

  constructor(
    readonly kind: ActionKind,
    readonly span: Span,
    private readonly withContent: boolean,
    model: string | undefined,
    private readonly onUsage: (model: string | undefined, usage: Usage) => void,
    /** Why the call must not be made; null if it may. */
    readonly refusal: Refusal | null = null,
  ) {
    this.#model = model;
    if (refusal !== null) this.decided(refusal);
  }

  /** Whether what the step answered was recorded. */
  get hasOutput(): boolean {
    return this.#hasOutput;
  }

  /** Records what the step answered. */
  output(value: unknown): this {
    this.#hasOutput = true;
    if (this.withContent && value !== undefined) this.span.setAttribute(OUTPUT[this.kind], textOf(value));
    return this;
  }

  /** Records the model that answered, where it differs from the one that was asked. */
  model(name: string): this {
    this.#model = name;
    this.span.setAttribute('gen_ai.response.model', name);
    return this;
  }

  /** Records the tokens of a model call. Input includes cached tokens. */
  usage(usage: Usage): this {
    this.#usage = usage;
    const attributes: Record<string, number | null | undefined> = {
      'gen_ai.usage.input_tokens': usage.inputTokens,
      'gen_ai.usage.output_tokens': usage.outputTokens,
      'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
      'gen_ai.usage.cache_write.input_tokens': usage.cacheWriteTokens,
    };
    for (const [name, count] of Object.entries(attributes))
      if (count != null) this.span.setAttribute(name, count);
    return this;
  }

  /** Records that the step failed. */
  fail(error: unknown): this {
    recordError(this.span, error);
    return this;
  }

  /** Records a decision of the policy about this call. */
  decided(decision: Permit | Refusal): this {
    this.span.setAttributes(decisionAttributes(decision));
    if (decision.type === 'refusal') {
      this.span.setAttribute('error.type', 'policy_refused');
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: decision.reason ?? decision.kind });
    }
    return this;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#usage !== undefined) this.onUsage(this.#model, this.#usage);
    this.span.end();
  }

  [Symbol.dispose](): void {
    this.end();
  }
}

/** Marks a span as failed. */
export function recordError(span: Span, error: unknown): void {
  const exception = error instanceof Error ? error : new Error(String(error));
  span.recordException(exception);
  span.setAttribute('error.type', exception.name);
  span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
}

/** What a span says about a decision; nothing where a permit needed no rule. */
function decisionAttributes(decision: Permit | Refusal): Attributes {
  if (decision.effect === null) return {};
  return {
    'metaagent.policy.effect': decision.effect,
    ...(decision.rule === null ? {} : { 'metaagent.policy.rule': decision.rule }),
    ...(decision.policyVersion === null ? {} : { 'metaagent.policy.version': decision.policyVersion }),
  };
}
