import type { Stop } from './begin.js';
import { isObject, type JsonObject } from './json.js';
import { type Limits, parseLimits } from './limits.js';
import type { Price } from './price.js';
import { compileRule, decideByRules, type Rule, type RuleDecision } from './rules.js';

/** The production version of a prompt. */
export interface PromptDefinition {
  name: string;
  version: number;
  content: string;
  model: string | null;
  parameters: JsonObject;
}

/** How many names of tools a policy remembers the matching rules of. */
const REMEMBERED_TOOLS = 1000;

/** A document, compiled once so that each decision is a look-up. It does not change. */
export class CompiledPolicy {
  readonly version: number;
  readonly maxAgeSeconds: number;
  readonly afterMaxAge: 'open' | 'closed';
  readonly stopped: Stop | null;
  readonly limits: Limits;
  readonly #prompts: ReadonlyMap<string, PromptDefinition>;
  readonly #prices: ReadonlyMap<string, Price>;
  readonly #rules: readonly Rule[];
  readonly #byTool = new Map<string, readonly Rule[]>();

  constructor(document: JsonObject) {
    this.version = document.version as number;
    this.maxAgeSeconds = document.maxAgeSeconds as number;
    this.afterMaxAge = document.afterMaxAge === 'closed' ? 'closed' : 'open';
    this.stopped = readStop(document.stopped);
    this.limits = parseLimits(document.limits);
    this.#prompts = byName(
      objects(document.prompts).filter(isPrompt).map(readPrompt),
      (prompt) => prompt.name,
    );
    this.#prices = byName(objects(document.prices) as unknown as Price[], (price) => price.model);
    this.#rules = ((document.tools ?? []) as unknown[]).map(compileRule).filter((rule) => rule !== null);
  }

  prompt(name: string): PromptDefinition | undefined {
    return this.#prompts.get(name);
  }

  price(model: string): Price | undefined {
    return this.#prices.get(model);
  }

  /** Decides about a call of a tool by the rules. */
  decide(tool: string, args: unknown): RuleDecision {
    return decideByRules(this.#rulesOf(tool), args);
  }

  #rulesOf(tool: string): readonly Rule[] {
    const known = this.#byTool.get(tool);
    if (known !== undefined) return known;
    const matching = this.#rules.filter((rule) => rule.matches(tool));
    if (this.#byTool.size < REMEMBERED_TOOLS) this.#byTool.set(tool, matching);
    return matching;
  }
}

function objects(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function byName<T>(items: T[], name: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [name(item), item]));
}

function isPrompt(value: Record<string, unknown>): boolean {
  return (
    typeof value.name === 'string' && typeof value.version === 'number' && typeof value.content === 'string'
  );
}

function readPrompt(value: Record<string, unknown>): PromptDefinition {
  return {
    name: value.name as string,
    version: value.version as number,
    content: value.content as string,
    model: typeof value.model === 'string' ? value.model : null,
    parameters: (isObject(value.parameters) ? value.parameters : {}) as JsonObject,
  };
}

function readStop(value: unknown): Stop | null {
  if (!isObject(value)) return null;
  return {
    reason: typeof value.reason === 'string' ? value.reason : null,
    share: typeof value.share === 'number' ? value.share : 0,
  };
}
