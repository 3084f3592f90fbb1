import { useGroupValues } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Execution } from '@/api/types';
import { placeOf } from './filter/fields';

/** Values that occur in what is loaded, for completion. */
export function valuesOf(
  rows: Execution[],
  traits: { field: string; value: string }[],
): Map<string, string[]> {
  const values = new Map<string, Set<string>>();
  const note = (param: string, value: string | null | undefined) => {
    if (!value) return;
    const set = values.get(param) ?? new Set();
    set.add(value);
    values.set(param, set);
  };
  for (const run of rows.slice(0, 500)) {
    for (const model of run.models) note('model', model);
    note('environment', run.environment);
    note('promptVersion', run.promptVersion);
    note('promptName', run.promptName);
    note('version', run.agentVersion);
    note('errorType', run.error?.type);
    note('sessionId', run.sessionId);
    note('userId', run.userId);
    note('taskClass', run.taskClass);
    note('arm', run.arm);
    for (const [key, value] of Object.entries(run.attributes ?? {})) note(`attr.${key}`, String(value));
  }
  for (const trait of traits) note(trait.field, trait.value);
  return new Map([...values].map(([param, set]) => [param, [...set].sort()]));
}

/** The attributes that loaded runs have. */
export const attributesOf = (rows: Execution[]): string[] =>
  [...new Set(rows.slice(0, 500).flatMap((run) => Object.keys(run.attributes ?? {})))].sort();

/** The values of the field that is being typed: those of most runs, then what else is known. */
export function useValues(
  param: string | null,
  range: Range,
  loaded: Map<string, string[]>,
): Map<string, string[]> {
  const field = param ? placeOf(param)?.field : undefined;
  const asked = useGroupValues(field?.by === 'agent' ? undefined : field?.by, range);
  if (!field || !asked.data) return loaded;
  const first = asked.data.items.map((item) => item.key).filter((key) => key !== null);
  const all = new Set([...first, ...(loaded.get(field.param) ?? [])]);
  return new Map(loaded).set(field.param, [...all]);
}
