import type { Group } from '@/api/types';
import { ATTRIBUTE } from './filter/fields';

/** What runs can be grouped by: the API's name, the word for one group and for many. */
export interface Grouping {
  by: string;
  one: string;
  many: string;
  /** The filter that leaves the runs of one group. */
  param: string;
}

export const GROUPINGS: Grouping[] = [
  { by: 'agent', one: 'agent', many: 'agents', param: 'agent' },
  { by: 'model', one: 'model', many: 'models', param: 'model' },
  { by: 'user', one: 'user', many: 'users', param: 'userId' },
  { by: 'environment', one: 'environment', many: 'environments', param: 'environment' },
  { by: 'version', one: 'version', many: 'versions', param: 'version' },
  { by: 'promptVersion', one: 'prompt version', many: 'prompt versions', param: 'promptVersion' },
  { by: 'taskClass', one: 'task', many: 'tasks', param: 'taskClass' },
];

export function groupingOf(by: string | null): Grouping | null {
  if (by?.startsWith(ATTRIBUTE) && by.length > ATTRIBUTE.length) {
    const key = by.slice(ATTRIBUTE.length);
    return { by, one: key, many: `values of ${key}`, param: by };
  }
  return GROUPINGS.find((g) => g.by === by) ?? null;
}

/** The name of a group; runs without a value are a group as well. */
export const nameOf = (group: Group, { one }: Grouping): string =>
  group.agent?.name ?? group.key ?? `no ${one}`;

/** Any value: what is not it, has none. */
export const ANY = '*';

/** The filter that leaves the runs of a group; of those without a value too, where they can have none. */
export function filterOf(group: Group, { param }: Grouping): { param: string; values: string[] } {
  const value = group.agent?.id ?? group.key;
  return value === null ? { param: `not.${param}`, values: [ANY] } : { param, values: [value] };
}
