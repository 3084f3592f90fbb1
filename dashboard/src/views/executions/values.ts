import type { Execution } from '@/api/types';

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
    for (const [key, value] of Object.entries(run.attributes ?? {})) note(`attr.${key}`, String(value));
  }
  for (const trait of traits) note(trait.field, trait.value);
  return new Map([...values].map(([param, set]) => [param, [...set].sort()]));
}
