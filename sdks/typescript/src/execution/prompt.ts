import type { Problems } from '../client/problems.js';
import type { PromptDefinition } from '../policy/compiled.js';
import type { JsonObject } from '../policy/json.js';
import { render } from '../policy/prompt.js';

/** The prompt that the code uses where the policy has none. */
export type PromptDefault = string | { content: string; model?: string | null; parameters?: JsonObject };

/** A prompt; `version` is null where it is the default of the code. */
export class Prompt {
  readonly name: string;
  readonly version: number | null;
  readonly content: string;
  readonly model: string | null;
  readonly parameters: JsonObject;

  constructor(
    definition: Omit<PromptDefinition, 'version'> & { version: number | null },
    private readonly problems: Problems,
  ) {
    this.name = definition.name;
    this.version = definition.version;
    this.content = definition.content;
    this.model = definition.model;
    this.parameters = definition.parameters;
  }

  /** The content with its variables replaced. A variable without a value stays and is reported as a problem. */
  render(variables: Record<string, unknown> = {}): string {
    const { text, missing } = render(this.content, variables);
    for (const name of missing)
      this.problems.report('prompt', `the prompt ${this.name} has no value for ${name}`);
    return text;
  }
}

/** The default of the code as a prompt; null if there is none. */
export function promptFrom(name: string, otherwise: PromptDefault | undefined) {
  if (otherwise === undefined) return null;
  const { content, model, parameters } = typeof otherwise === 'string' ? { content: otherwise } : otherwise;
  return { name, version: null, content, model: model ?? null, parameters: parameters ?? {} };
}
