import type { ToolCondition, ToolRule, ToolRules } from '@/api/types';
import { duration, NBSP } from '@/format/numbers';

/** Rules on tool calls in words. */

export const OPS: Record<ToolCondition['op'], string> = {
  eq: '=',
  ne: '≠',
  in: 'is one of',
  lt: '<',
  lte: '≤',
  gt: '>',
  gte: '≥',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  exists: 'exists',
};

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? `“${value}”`
    : Array.isArray(value)
      ? value.map(shown).join(', ')
      : String(value);

/** `amount > 100`. */
export function conditionWords({ path, op, value }: ToolCondition): string {
  const where = path === '' ? 'the arguments' : path;
  if (op === 'exists') return value === false ? `${where} is missing` : `${where} exists`;
  return `${where} ${OPS[op]} ${shown(value ?? null)}`;
}

/** `amount > 100 and currency = “EUR”`; null where every call of the tool is meant. */
export function whenWords({ when }: ToolRule): string | null {
  const all = when?.all ?? [];
  const any = when?.any ?? [];
  if (when?.any && any.length === 0) return 'never: any of no conditions';
  if (all.length > 0) return all.map(conditionWords).join(' and ');
  return any.length > 0 ? any.map(conditionWords).join(' or ') : null;
}

/** What an effect does, in one word or few. */
export function effectWords(rule: ToolRule): string {
  if (rule.effect === 'ask') return `ask, for ${duration((rule.askSeconds ?? 300) * 1000)}`;
  if (rule.effect !== 'redact') return rule.effect;
  return rule.redactPaths.length > 0 ? `redact ${rule.redactPaths.join(', ')}` : 'redact personal data';
}

/** What becomes of a call that nobody decided about; null where its rule is not known. */
export const unanswered = (rule: ToolRule | undefined): 'denied' | 'allowed' | null =>
  rule?.effect === 'ask' ? (rule.whenUnanswered === 'allow' ? 'allowed' : 'denied') : null;

/** The rule of an id as it is set now, with its place: those of the fleet come first. */
export function ruleOf(
  rules: ToolRules | undefined,
  id: string | null,
): { rule: ToolRule; place: number; count: number; fleet: boolean } | undefined {
  if (!rules || id === null) return undefined;
  const all = [...rules.fleetRules, ...rules.rules];
  const at = all.findIndex((rule) => rule.id === id);
  const rule = all[at];
  return rule && { rule, place: at + 1, count: all.length, fleet: at < rules.fleetRules.length };
}

export const ordinal = (place: number, of: number): string => `rule ${place}${NBSP}of${NBSP}${of}`;
