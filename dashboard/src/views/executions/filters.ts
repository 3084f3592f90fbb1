import type { Agent } from '@/api/types';
import { duration, moneyPerRun } from '@/format/numbers';
import { describeOutcomeFilter } from './words';

/** One condition on runs, as a token in the filter bar and a parameter of the address. */
export interface Filter {
  param: string;
  value: string;
}

interface Field {
  param: string;
  /** What a person types before the colon. */
  name: string;
  op?: string;
  hint: string;
  show?: (value: string) => string;
}

/** Conditions on how a run ended: among the runs they leave, a rate of success says nothing. */
const BY_OUTCOME = new Set(['failed', 'success', 'status', 'errorType']);
export const choosesByOutcome = (filters: Filter[]): boolean => filters.some((f) => BY_OUTCOME.has(f.param));

export const FIELDS: Field[] = [
  { param: 'agent', name: 'agent', hint: 'name of an agent' },
  { param: 'failed', name: 'outcome', hint: 'failed', show: () => 'failed' },
  { param: 'success', name: 'success', hint: 'true or false', show: describeOutcomeFilter },
  { param: 'status', name: 'status', hint: 'ok, error, running, unknown' },
  { param: 'errorType', name: 'error', hint: 'type of the error' },
  { param: 'model', name: 'model', hint: 'name of a model' },
  { param: 'promptVersion', name: 'prompt', hint: 'version of the prompt' },
  { param: 'promptName', name: 'prompt name', hint: 'name of the prompt' },
  { param: 'version', name: 'version', hint: 'version of the agent' },
  { param: 'environment', name: 'environment', hint: 'production, staging' },
  { param: 'sessionId', name: 'session', hint: 'id of a session' },
  { param: 'userId', name: 'user', hint: 'id of an end user' },
  { param: 'traceId', name: 'trace', hint: 'id of a trace' },
  { param: 'arm', name: 'arm', hint: 'arm of an experiment' },
  { param: 'taskClass', name: 'task', hint: 'class of the task' },
  { param: 'root', name: 'top level', hint: 'true', show: () => 'only runs nobody called' },
  { param: 'minCostUsd', name: 'cost', op: 'over', hint: '>0.02', show: (v) => moneyPerRun(v) },
  { param: 'minDurationMs', name: 'duration', op: 'over', hint: '>3s', show: (v) => duration(Number(v)) },
  { param: 'q', name: 'text', op: 'contains', hint: 'words in names, errors and messages' },
];

const ATTRIBUTE = 'attr.';
const isFilter = (param: string) => param.startsWith(ATTRIBUTE) || FIELDS.some((f) => f.param === param);

export const filtersOf = (
  params: URLSearchParams | { entries(): IterableIterator<[string, string]> },
): Filter[] =>
  [...params.entries()].filter(([param]) => isFilter(param)).map(([param, value]) => ({ param, value }));

export const queryOf = (filters: Filter[]): Record<string, string> =>
  Object.fromEntries(filters.map((f) => [f.param, f.value]));

/** A token in words: field, operator, value. */
export function wordsOf(filter: Filter, agents: Agent[]): { field: string; op: string; value: string } {
  if (filter.param.startsWith(ATTRIBUTE)) {
    return { field: filter.param.slice(ATTRIBUTE.length), op: 'is', value: filter.value };
  }
  const field = FIELDS.find((f) => f.param === filter.param);
  const value =
    filter.param === 'agent'
      ? (agents.find((a) => a.id === filter.value)?.name ?? filter.value)
      : safely(() => field?.show?.(filter.value), filter.value);
  return { field: field?.name ?? filter.param, op: field?.op ?? 'is', value };
}

function safely(read: () => string | undefined, otherwise: string): string {
  try {
    return read() ?? otherwise;
  } catch {
    return otherwise;
  }
}

const DURATION = /^>?\s*([\d.]+)\s*(ms|s|min|h)?$/;
const DURATION_MS: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/** What a person typed, as a filter; a word without a field searches the text. Null where it says nothing. */
export function parseFilter(typed: string, agents: Agent[]): Filter | null {
  const text = typed.trim();
  if (!text) return null;
  const colon = text.indexOf(':');
  if (colon < 1) return { param: 'q', value: unquoted(text) };
  const name = text.slice(0, colon).trim().toLowerCase();
  const value = unquoted(text.slice(colon + 1).trim());
  if (!value) return null;
  if (name === 'status' && value === 'failed') return { param: 'failed', value: 'true' };
  if (name === 'outcome') {
    if (value === 'failed') return { param: 'failed', value: 'true' };
    return { param: 'success', value: value === 'succeeded' ? 'true' : value };
  }
  const field = FIELDS.find((f) => f.name === name || f.param.toLowerCase() === name);
  if (!field) return { param: ATTRIBUTE + text.slice(0, colon).trim(), value };
  if (field.param === 'agent') {
    const agent = agents.find((a) => a.name.toLowerCase() === value.toLowerCase() || a.id === value);
    return agent ? { param: 'agent', value: agent.id } : null;
  }
  if (field.param === 'minDurationMs') {
    const match = DURATION.exec(value);
    return match
      ? { param: field.param, value: String(Number(match[1]) * (DURATION_MS[match[2] ?? 'ms'] ?? 1)) }
      : null;
  }
  if (field.param === 'minCostUsd') {
    const number = value.replace(/^[>$\s]+/, '');
    return /^\d+(\.\d+)?$/.test(number) ? { param: field.param, value: number } : null;
  }
  return { param: field.param, value };
}

const OVER: Record<string, string> = { durationMs: 'minDurationMs', costUsd: 'minCostUsd' };

/** What failed runs share, as a filter where the list has one: `agent Email Writer`, `durationMs > 310`. */
export function filterOfTrait(trait: { field: string; value: string }, agents: Agent[]): Filter | null {
  const over = /^>\s*([\d.]+)$/.exec(trait.value);
  if (over) {
    const param = OVER[trait.field];
    return param && over[1] ? { param, value: over[1] } : null;
  }
  if (trait.field === 'agent') {
    const agent = agents.find((a) => a.name === trait.value || a.id === trait.value);
    return agent ? { param: 'agent', value: agent.id } : null;
  }
  return isFilter(trait.field) ? { param: trait.field, value: trait.value } : null;
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');
