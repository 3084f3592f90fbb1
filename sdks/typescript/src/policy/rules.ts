import { redact } from '../redaction/redact.js';
import { compileWhen, type Test } from './condition.js';
import { compileGlob } from './glob.js';
import { isObject, parseContainer } from './json.js';
import { keysOf, type Path, parsePath } from './path.js';

export type Effect = 'allow' | 'deny' | 'ask' | 'redact';

/** A rule on tool calls, compiled. */
export interface Rule {
  id: string;
  matches: (tool: string) => boolean;
  test: Test;
  effect: Effect;
  reason: string | null;
  redactPaths: Path[];
  askSeconds: number;
  whenUnanswered: string | null;
  whenUnreachable: string | null;
}

/** What the rules say of a call: the rule that decided, or null, and the arguments to go on with. */
export interface RuleDecision {
  effect: Effect;
  rule: Rule | null;
  arguments: unknown;
}

const REDACTED = '<REDACTED>';
const DEFAULT_ASK_SECONDS = 300;

/** Compiles a rule; null if it names no tool. An effect that is not known denies. */
export function compileRule(value: unknown): Rule | null {
  if (!isObject(value) || typeof value.tool !== 'string') return null;
  const paths = Array.isArray(value.redactPaths) ? value.redactPaths : [];
  return {
    id: String(value.id ?? ''),
    matches: compileGlob(value.tool),
    test: compileWhen(value.when),
    effect: effectOf(value.effect),
    reason: textOrNull(value.reason),
    redactPaths: paths.filter((path) => typeof path === 'string').map(parsePath),
    askSeconds: typeof value.askSeconds === 'number' ? value.askSeconds : DEFAULT_ASK_SECONDS,
    whenUnanswered: textOrNull(value.whenUnanswered),
    whenUnreachable: textOrNull(value.whenUnreachable),
  };
}

/** Decides about a call by the rules that match its tool: the first whose condition holds. */
export function decideByRules(matching: readonly Rule[], args: unknown): RuleDecision {
  for (const rule of matching) {
    const truth = rule.test(args);
    if (truth === 'true' || (truth === 'unknown' && rule.effect !== 'allow')) {
      return { effect: rule.effect, rule, arguments: rule.effect === 'redact' ? redacted(rule, args) : args };
    }
  }
  return { effect: 'allow', rule: null, arguments: args };
}

function redacted(rule: Rule, args: unknown): unknown {
  if (rule.redactPaths.length === 0) return redact(args);
  return rule.redactPaths.reduce((changed, path) => replaceAt(changed, path, 0), args);
}

/** A copy of a value in which what a path yields is replaced. */
function replaceAt(value: unknown, path: Path, at: number): unknown {
  const segment = path[at];
  if (segment === undefined) return REDACTED;
  const inText = typeof value === 'string' ? parseContainer(value) : undefined;
  const container = inText ?? value;
  const keys = keysOf(container, segment);
  if (keys.length === 0) return value;
  const copy = (Array.isArray(container) ? [...container] : { ...(container as object) }) as Record<
    string,
    unknown
  >;
  for (const key of keys) copy[key] = replaceAt(copy[key], path, at + 1);
  return inText === undefined ? copy : JSON.stringify(copy);
}

function effectOf(value: unknown): Effect {
  return value === 'allow' || value === 'ask' || value === 'redact' ? value : 'deny';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
