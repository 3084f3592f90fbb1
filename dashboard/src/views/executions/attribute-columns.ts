import type { DeclaredAttribute } from '@/api/types';

export interface AttributeColumn {
  key: string;
  label: string;
}

const DEFAULT = 2;
const NONE = 'none';
const PREFIX = 'attr.';

/** The attribute columns that the address names; without any, the first that the organization has declared. */
export function chosenColumns(named: string | null, declared: DeclaredAttribute[]): AttributeColumn[] {
  const labelOf = (key: string) => declared.find((each) => each.key === key)?.label ?? key;
  const keys =
    named === null
      ? declared.slice(0, DEFAULT).map((each) => each.key)
      : named
          .split(',')
          .filter((each) => each.startsWith(PREFIX))
          .map((each) => each.slice(PREFIX.length));
  return keys.map((key) => ({ key, label: labelOf(key) }));
}

export const namesOf = (keys: string[]): string =>
  keys.length > 0 ? keys.map((key) => PREFIX + key).join(',') : NONE;
