import type { Approval, ConditionMet } from '@/api/types';
import { textOf } from '@/ui/Body';
import { type TreeMarks, wayTo } from '@/ui/Tree';

/** Where in the arguments the conditions of the rule were met. */

/** The segments of a path: dots divide, `\.` is a dot. */
export function segmentsOf(path: string): string[] {
  if (path === '') return [];
  const segments = [''];
  for (let i = 0; i < path.length; i++) {
    const c = path[i] ?? '';
    if (c === '.') segments.push('');
    else segments[segments.length - 1] += c === '\\' ? (path[++i] ?? '') : c;
  }
  return segments;
}

const wordsOf = (met: ConditionMet): string =>
  met.comparable ? met.words : `cannot be compared: ${met.words}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';

/** The value at a way; undefined where there is none. */
function at(value: unknown, steps: readonly string[]): unknown {
  let here = value;
  for (const step of steps) {
    if (!isObject(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

/** The marks of the values that are shown, and the conditions that stand for no one value. */
export function marksOf(approval: Approval): { marks: TreeMarks; others: ConditionMet[] } {
  const marks = new Map<string, string>();
  const others: ConditionMet[] = [];
  for (const met of approval.rule?.met ?? []) {
    const steps = segmentsOf(met.path);
    const counts = steps.at(-1) === '#';
    const way = counts ? steps.slice(0, -1) : steps;
    if (way.includes('*') || at(approval.arguments, way) === undefined) others.push(met);
    else {
      const before = marks.get(wayTo(way));
      const words = counts ? `number of items ${wordsOf(met)}` : wordsOf(met);
      marks.set(wayTo(way), before ? `${before}, ${words}` : words);
    }
  }
  return { marks, others };
}

const LONGEST = 24;

/** The first value that met a condition, short enough to stand beside the tool: `amount_usd 284`. */
export function metValue(approval: Approval): string | null {
  for (const met of approval.rule?.met ?? []) {
    const value = at(approval.arguments, segmentsOf(met.path));
    if (value === undefined || value === null || isObject(value)) continue;
    const text = textOf(value);
    if (text.length <= LONGEST && !text.includes('<')) return `${segmentsOf(met.path).at(-1)} ${text}`;
  }
  return null;
}
