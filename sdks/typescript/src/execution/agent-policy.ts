import { randomUUID } from 'node:crypto';
import type { Approvals } from '../client/approvals.js';
import type { HeldPolicy, PolicySource } from '../client/held-policy.js';
import { messageOf, type Problem, type Problems } from '../client/problems.js';
import type { Clock } from '../http/clock.js';
import { holdProcess } from '../http/wait.js';
import { type Refused, refusalByAge, refusalToBegin, type WithoutPolicy } from '../policy/begin.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import { reachedLimit } from '../policy/limits.js';
import type { Price } from '../policy/price.js';
import type { Rule } from '../policy/rules.js';
import { redact } from '../redaction/redact.js';
import { currentExecution } from './current.js';
import type { Decision, Permit, Refusal } from './decision.js';
import type { Execution } from './execution.js';
import { PendingApproval } from './pending.js';
import { Prompt, type PromptDefault, promptFrom } from './prompt.js';
import { jsonOf } from './text.js';

/** What a policy of an agent is made of. */
export interface PolicySources {
  held: HeldPolicy | null;
  approvals: Approvals | null;
  clock: Clock;
  problems: Problems;
  withoutPolicy: WithoutPolicy;
  withContent: boolean;
  /** Ends with the first answer of the server. */
  loaded: Promise<boolean>;
  /** How long a first decision waits for that, in milliseconds since the agent was named. */
  waitMs: number;
  onStopRefusal: () => void;
}

/** What is known about the policy that is held. */
export interface PolicyStatus {
  version: number | null;
  /** Seconds since the last contact that confirmed it; null without a policy. */
  age: number | null;
  source: PolicySource;
  /** What does not exist yet on the server and is answered by defaults. */
  notYet: string[];
  problems: Problem[];
}

/** The policy of one agent. Each answer is given at once, from memory. */
export class AgentPolicy {
  readonly #waitUntil: number;
  #answered = false;

  constructor(
    readonly agent: string,
    private readonly sources: PolicySources,
  ) {
    this.#waitUntil = performance.now() + sources.waitMs;
    void sources.loaded.finally(() => {
      this.#answered = true;
    });
  }

  /** Waits for the first answer of the server, at most for a time; whether there is a policy then. */
  async ready(atMostMs = 5_000): Promise<boolean> {
    await holdProcess(this.sources.loaded, atMostMs);
    return this.#policy !== null;
  }

  /** What a first decision waits for: the first answer of the server, for a bounded time; undefined for nothing. */
  first(): Promise<unknown> | undefined {
    const left = this.#waitUntil - performance.now();
    if (this.#answered || left <= 0 || this.#policy !== null) return undefined;
    return holdProcess(this.sources.loaded, left);
  }

  /** The production version of a prompt, or the default of the code; null if there is neither. */
  prompt(name: string, otherwise: PromptDefault): Prompt;
  prompt(name: string): Prompt | null;
  prompt(name: string, otherwise?: PromptDefault): Prompt | null {
    const definition = this.#policy?.prompt(name) ?? promptFrom(name, otherwise);
    if (definition === null) return null;
    const prompt = new Prompt(definition, this.sources.problems);
    currentExecution()?.usePrompt(prompt);
    return prompt;
  }

  /** The model for a kind of task. Until routing exists: the default of the code. */
  model(_taskClass: string, _facts: Record<string, unknown>, otherwise: string): string {
    return otherwise;
  }

  /**
   * Whether a model may be called: by the age of the policy, and the limits of the current execution. The
   * estimated cost counts once there are budgets.
   */
  permit(_estimateUsd?: string | number): Permit | Refusal {
    return this.refusalOfModel(currentExecution()) ?? this.#permit(null, null);
  }

  /** Whether a call of a tool may be made. Within an execution its limits apply, and a refusal is recorded. */
  tool(name: string, args: unknown): Decision {
    const execution = currentExecution();
    const decision = this.decide(name, args, execution);
    if (decision.type === 'refusal') execution?.recordRefused(name, args, decision);
    return decision;
  }

  /** What was learned and fits the facts. Until learnings exist: nothing. */
  learnings(_facts?: Record<string, unknown>): [] {
    return [];
  }

  status(): PolicyStatus {
    const { held, problems } = this.sources;
    const age = held?.policy ? held.ageSeconds() : null;
    const notYet = ['routing', 'budgets', 'learnings'];
    return { version: this.#version, age, source: held?.source ?? 'none', notYet, problems: problems.list() };
  }

  /**
   * Why a model must not be called, without recording anything; null if it may.
   *
   * @param begun how many actions of the execution are recorded already that are the call itself
   */
  refusalOfModel(execution: Execution | undefined, begun = 0): Refusal | null {
    if (execution?.refusal) return execution.refusal;
    const policy = this.#policy;
    if (policy === null) {
      const refused = refusalToBegin(null, '', 0, this.sources.withoutPolicy);
      return refused === null ? null : this.#refusal(refused, null);
    }
    const expired = refusalByAge(policy, this.#age);
    if (expired !== null) return this.#refusal(expired, null);
    if (execution === undefined) return null;
    const usage = execution.usage();
    const limit = reachedLimit(policy.limits, { ...usage, actions: usage.actions - begun });
    return limit === null ? null : this.#refusal({ kind: 'limit', reason: limit }, null);
  }

  /** Decides about a call of a tool without recording anything; `begun` as above. */
  decide(name: string, args: unknown, execution: Execution | undefined, begun = 0): Decision {
    const refusal = this.refusalOfModel(execution, begun);
    if (refusal !== null) return refusal;
    const policy = this.#policy;
    return policy === null ? this.#permit(args, null) : this.#byRules(policy, name, args, execution);
  }

  #byRules(policy: CompiledPolicy, name: string, args: unknown, execution: Execution | undefined): Decision {
    try {
      const { rule, effect, arguments: changed } = policy.decide(name, args);
      if (rule === null) return this.#permit(args, null);
      if (effect === 'deny') return this.#refusal({ kind: 'denied', reason: rule.reason }, rule);
      return effect === 'ask' ? this.#ask(rule, name, args, execution) : this.#permit(changed, rule);
    } catch (error) {
      // Arguments of the host that throw when they are read; a rule looked at them, so that it may concern them.
      this.sources.problems.report('arguments', messageOf(error));
      return this.#refusal({ kind: 'denied', reason: 'the arguments cannot be read' }, null);
    }
  }

  /** Decides whether a run may begin; null permits. */
  begin(executionId: string): Refusal | null {
    const refused = refusalToBegin(this.#policy, executionId, this.#age, this.sources.withoutPolicy);
    if (refused?.kind === 'stopped') this.sources.onStopRefusal();
    return refused === null ? null : this.#refusal(refused, null);
  }

  price(model: string | undefined): Price | undefined {
    return model === undefined ? undefined : this.#policy?.price(model);
  }

  get #policy(): CompiledPolicy | null {
    return this.sources.held?.policy ?? null;
  }

  get #version(): number | null {
    return this.#policy?.version ?? null;
  }

  get #age(): number {
    return this.sources.held?.ageSeconds() ?? 0;
  }

  #permit(args: unknown, rule: Rule | null): Permit {
    const version = this.#version;
    return {
      type: 'permit',
      arguments: args,
      effect: rule?.effect ?? null,
      rule: rule?.id ?? null,
      policyVersion: version,
    };
  }

  #refusal({ kind, reason }: Refused, rule: Rule | null): Refusal {
    const effect = rule?.effect ?? 'deny';
    return {
      type: 'refusal',
      kind,
      reason,
      effect,
      rule: rule?.id ?? null,
      resetsAt: null,
      policyVersion: this.#version,
    };
  }

  #ask(rule: Rule, tool: string, args: unknown, execution: Execution | undefined): Decision {
    const { approvals, clock, withContent } = this.sources;
    const id = randomUUID();
    const expiresAt = clock.server() + rule.askSeconds * 1000;
    const { whenUnanswered, whenUnreachable } = rule;
    const body = {
      id,
      agent: this.agent,
      executionId: execution?.id ?? null,
      tool,
      arguments: withContent ? redact(jsonOf(args)) : {},
      ruleId: rule.id,
      expiresAt: new Date(expiresAt).toISOString(),
    };
    const ending =
      approvals?.ask({ id, body, expiresAt, whenUnanswered, whenUnreachable }) ??
      Promise.resolve('permit' as const);
    const decision = ending.then((end) =>
      end === 'permit' ? this.#permit(args, rule) : this.#refusal(end, rule),
    );
    return new PendingApproval(id, new Date(expiresAt), rule.id, decision);
  }
}
