import type { ToolCondition, ToolRule } from '@/api/types';

/** Rules as they are edited: every field a text, so that what is not right yet can stay. */

export interface ConditionDraft {
  key: number;
  path: string;
  op: ToolCondition['op'];
  value: string;
}

export interface RuleDraft {
  key: number;
  id: string;
  tool: string;
  effect: ToolRule['effect'];
  reason: string;
  /** Whether all conditions have to hold, or one of them. */
  joint: 'all' | 'any';
  conditions: ConditionDraft[];
  /** One a line. */
  redactPaths: string;
  askSeconds: string;
  whenUnanswered: 'allow' | 'deny';
  whenUnreachable: 'open' | 'closed';
}

let nextKey = 1;

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A value that is typed: a number, true, false, null, a text in quotes, or else the text itself. */
function scalarOf(text: string): unknown {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed);
  if (/^(true|false|null)$/.test(trimmed)) return JSON.parse(trimmed);
  if (/^".*"$/s.test(trimmed)) {
    try {
      return JSON.parse(trimmed);
    } catch {
      return text;
    }
  }
  return text;
}

export function valueOfText(op: ToolCondition['op'], text: string): unknown {
  if (op === 'exists') return text.trim() !== 'false';
  if (op !== 'in') return scalarOf(text);
  try {
    const list = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // Not JSON: values between commas.
  }
  return text.trim() === '' ? [] : text.split(',').map((each) => scalarOf(each.trim()));
}

/** A value as it is typed: reading it gives the same value again. */
export function textOfValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  return scalarOf(value) === value ? value : JSON.stringify(value);
}

export const newCondition = (): ConditionDraft => ({ key: nextKey++, path: '', op: 'eq', value: '' });

export const newRule = (): RuleDraft => ({
  key: nextKey++,
  id: '',
  tool: '',
  effect: 'ask',
  reason: '',
  joint: 'all',
  conditions: [],
  redactPaths: '',
  askSeconds: '300',
  whenUnanswered: 'deny',
  whenUnreachable: 'closed',
});

export function draftOf(rule: ToolRule): RuleDraft {
  const joint = rule.when?.any ? 'any' : 'all';
  return {
    key: nextKey++,
    id: rule.id,
    tool: rule.tool,
    effect: rule.effect,
    reason: rule.reason ?? '',
    joint,
    conditions: (rule.when?.[joint] ?? []).map(({ path, op, value }) => ({
      key: nextKey++,
      path,
      op,
      value: textOfValue(value),
    })),
    redactPaths: rule.redactPaths.join('\n'),
    askSeconds: String(rule.askSeconds ?? 300),
    whenUnanswered: rule.whenUnanswered ?? 'deny',
    whenUnreachable: rule.whenUnreachable ?? 'closed',
  };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The rules as the server takes them; one without an id is named after its place. */
export function rulesOf(drafts: RuleDraft[]): ToolRule[] {
  const taken = new Set(drafts.map((draft) => draft.id.trim()));
  return drafts.map((draft, i) => {
    const ask = draft.effect === 'ask';
    const conditions = draft.conditions.map(({ path, op, value }) => ({
      path: path.trim(),
      op,
      value: valueOfText(op, value),
    }));
    return {
      id: draft.id.trim() || free(`rule-${i + 1}`, taken),
      tool: draft.tool.trim(),
      when: draft.joint === 'any' ? { any: conditions } : conditions.length > 0 ? { all: conditions } : null,
      effect: draft.effect,
      reason: draft.reason.trim() || null,
      redactPaths: draft.effect === 'redact' ? linesOf(draft.redactPaths) : [],
      askSeconds: ask ? Number(draft.askSeconds) : null,
      whenUnanswered: ask ? draft.whenUnanswered : null,
      whenUnreachable: ask ? draft.whenUnreachable : null,
    };
  });
}

function free(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let i = 2; taken.has(id); i++) id = `${wanted}-${i}`;
  taken.add(id);
  return id;
}

const ID = /^[A-Za-z0-9_.-]{1,60}$/;

/** What is not right yet, by the path that the server would name. */
export function problemsOf(drafts: RuleDraft[]): Record<string, string> {
  const problems: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [i, draft] of drafts.entries()) {
    const at = `rules[${i}]`;
    const id = draft.id.trim();
    if (id && !ID.test(id))
      problems[`${at}.id`] = 'Letters, digits, underscores, dots and hyphens, at most 60.';
    if (id && seen.has(id)) problems[`${at}.id`] = 'Another rule has this id.';
    seen.add(id);
    if (!draft.tool.trim()) problems[`${at}.tool`] = 'A rule needs a tool; * means every tool.';
    const wait = Number(draft.askSeconds);
    if (draft.effect === 'ask' && !(Number.isInteger(wait) && wait >= 5 && wait <= 86_400))
      problems[`${at}.askSeconds`] = 'Whole seconds from 5 to 86,400.';
  }
  return problems;
}

/** How many rules were added, removed or edited; another order counts once. */
export function changesOf(before: ToolRule[], drafts: RuleDraft[]): number {
  const now = rulesOf(drafts);
  const was = new Map(before.map((rule) => [rule.id, JSON.stringify(rulesOf([draftOf(rule)])[0])]));
  const edited = now.filter((rule) => was.get(rule.id) !== JSON.stringify(rule)).length;
  const ids = new Set(now.map((rule) => rule.id));
  const removed = before.filter((rule) => !ids.has(rule.id)).length;
  const order = (rules: ToolRule[], other: (id: string) => boolean) =>
    rules
      .map((rule) => rule.id)
      .filter(other)
      .join('\n');
  const moved = order(before, (id) => ids.has(id)) === order(now, (id) => was.has(id)) ? 0 : 1;
  return edited + removed + moved;
}
