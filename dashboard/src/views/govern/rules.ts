import type { ToolCondition, ToolRule } from '@/api/types';
import { duration } from '@/format/numbers';

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
