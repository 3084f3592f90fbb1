import type { Agent } from '@/api/types';
import { FIELDS, type Field, paramOf, placeOf } from './fields';

/** A condition on runs: a token in the filter bar, a parameter of the address with one value or several (or). */
export interface Filter {
  param: string;
  values: string[];
}

type Params = { entries(): IterableIterator<[string, string]> };

/** Every condition that the address names and that can be understood. */
export function filtersOf(params: Params): Filter[] {
  const found = new Map<string, string[]>();
  for (const [param, value] of params.entries())
    if (placeOf(param)) found.set(param, [...(found.get(param) ?? []), value]);
  return [...found]
    .map(([param, values]) => ({ param, values: [...new Set(values)] }))
    .filter((filter) => faultOf(filter) === null);
}

export const queryOf = (filters: Filter[]): Record<string, string[]> =>
  Object.fromEntries(filters.map((f) => [f.param, f.values]));

/** What is wrong with the values of a filter, in words; null where nothing is. */
export function faultOf({ param, values }: Filter): string | null {
  const place = placeOf(param);
  if (!place) return `There is no filter “${param}”.`;
  const { field } = place;
  const wrong = values.find((value) => !fits(field, param, value));
  if (wrong === undefined) return null;
  if (field.number) return `“${wrong}” is not a number. Write ${field.name} > ${field.number.example}.`;
  if (field.choices) return `“${wrong}” is not one of ${Object.keys(field.choices).join(', ')}.`;
  return `“${wrong}” is not a ${field.hint}.`;
}

function fits(field: Field, param: string, value: string): boolean {
  if (value.trim() === '') return false;
  if (field.number) return /^\d+(\.\d+)?$/.test(value);
  if (param === 'failed') return value === 'true' || value === 'false';
  if (field.choices) return Object.values(field.choices).includes(value);
  return field.shape?.test(value) ?? true;
}

/** The words of a field's values: of a choice its words, of an agent its name. */
function valuesOf(filter: Filter, field: Field, agents: Agent[]): string[] {
  const words = Object.entries(field.choices ?? {});
  return asOutcome(filter).map((value) => {
    if (field.param === 'agent') return agents.find((a) => a.id === value)?.name ?? value;
    return words.find(([, sent]) => sent === value)?.[0] ?? value;
  });
}

/** `failed=true` says the same as `success=false`. */
const asOutcome = ({ param, values }: Filter): string[] =>
  param === 'failed' ? values.map((value) => (value === 'true' ? 'false' : 'true')) : values;

/** `not.userId=*`: runs without a user. */
const isNone = ({ param, values }: Filter): boolean => param.startsWith('not.') && values[0] === '*';

export interface Words {
  field: string;
  op: string;
  value: string;
}

/** A token in words: field, operator, value. */
export function wordsOf(filter: Filter, agents: Agent[]): Words {
  const place = placeOf(filter.param);
  if (!place) return { field: filter.param, op: 'is', value: filter.values.join(' or ') };
  const { field, negated, bound } = place;
  if (field.number && bound) {
    const value = filter.values.map(field.number.write).join(' or ');
    return { field: field.name, op: bound === 'min' ? 'over' : 'under', value };
  }
  const op = field.param === 'q' ? 'contains' : negated ? 'is not' : 'is';
  if (isNone(filter)) return { field: field.name, op: 'is', value: 'none' };
  return { field: field.name, op, value: valuesOf(filter, field, agents).join(' or ') };
}

/** A value as it is typed: quoted where it would be read as two, or as an operator. */
export const quoted = (value: string): string =>
  /^[\s"<>=!-]|[,|"]|\sor\s|\s$|^not\s/i.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value;

/** A filter as it is typed, so that it can be changed. */
export function typedOf(filter: Filter, agents: Agent[]): string {
  const place = placeOf(filter.param);
  if (!place) return '';
  const { field, negated, bound } = place;
  if (field.number) return `${field.name} ${bound === 'min' ? '>' : '<'} ${plainNumber(field, filter)}`;
  if (isNone(filter)) return `${field.name}:none`;
  const values = valuesOf(filter, field, agents).map(quoted).join(', ');
  return `${negated ? 'not ' : ''}${field.name}:${values}`;
}

function plainNumber(field: Field, { values: [value = ''] }: Filter): string {
  return field.name === 'duration'
    ? Number(value) % 1000
      ? `${value}ms`
      : `${Number(value) / 1000}s`
    : value;
}

/** The same condition the other way round: not these values; over becomes under. Null where there is none. */
export function opposite(filter: Filter): Filter | null {
  const place = placeOf(filter.param);
  if (!place || place.field.plain || isNone(filter)) return null;
  const { field, negated, bound } = place;
  if (bound) return { param: (bound === 'min' ? 'max' : 'min') + field.param, values: filter.values };
  if (field.choices && field.param !== 'status') {
    const others = Object.values(field.choices).filter((value) => !asOutcome(filter).includes(value));
    return others.length > 0 ? { param: field.param, values: others } : null;
  }
  return { param: paramOf(field, !negated), values: filter.values };
}

/** The parameters that a new condition takes the place of: one token a field and limit. */
export function replacedBy(filter: Filter): string[] {
  const place = placeOf(filter.param);
  if (!place) return [];
  if (place.bound) return [filter.param];
  const { param } = place.field;
  return [param, paramOf(place.field, true), ...(param === 'success' ? ['failed'] : [])];
}

const BY_OUTCOME = new Set(['success', 'status', 'errorType']);

/** Conditions on how a run ended: among the runs they leave, a rate of success says nothing. */
export const choosesByOutcome = ({ param }: Filter): boolean =>
  BY_OUTCOME.has(placeOf(param)?.field.param ?? '');

/** Whether a list of actions can be narrowed by it. */
export function narrowsActions({ param, values }: Filter): boolean {
  const place = placeOf(param);
  if (!place?.field.actions || place.negated || values.length > 1) return false;
  return place.field.param !== 'success' || asOutcome({ param, values })[0] !== 'unknown';
}

const OVER: Record<string, string> = { durationMs: 'minDurationMs', costUsd: 'minCostUsd' };

/** What failed runs share, as a filter where the list has one: `agent Email Writer`, `durationMs > 310`. */
export function filterOfTrait(trait: { field: string; value: string }, agents: Agent[]): Filter | null {
  const over = /^>\s*([\d.]+)$/.exec(trait.value);
  if (over) {
    const param = OVER[trait.field];
    return param && over[1] ? { param, values: [over[1]] } : null;
  }
  if (trait.field === 'agent') {
    const agent = agents.find((a) => a.name === trait.value || a.id === trait.value);
    return agent ? { param: 'agent', values: [agent.id] } : null;
  }
  const filter = { param: trait.field, values: [trait.value] };
  return placeOf(trait.field) && faultOf(filter) === null ? filter : null;
}

/** All conditions as one phrase after “runs”: `of Email Writer with prompt v14, over 10 s`. */
export function phraseOf(filters: Filter[], agents: Agent[]): string {
  const order = (filter: Filter) => {
    const { field, bound } = placeOf(filter.param) ?? {};
    return (bound ? 100 : 0) + FIELDS.findIndex((f) => f.param === field?.param);
  };
  return [...filters]
    .sort((a, b) => order(a) - order(b))
    .map((filter) => ` ${clause(filter, agents)}`)
    .join('');
}

function clause(filter: Filter, agents: Agent[]): string {
  const place = placeOf(filter.param);
  const words = wordsOf(filter, agents);
  if (!place || place.bound) return `${words.op} ${words.value}`;
  const text = place.field.phrase(words.value);
  if (isNone(filter)) return `without ${place.field.name}`;
  if (!place.negated) return text;
  return text.startsWith('with ') ? text.replace('with ', 'without ') : `not ${text}`;
}
