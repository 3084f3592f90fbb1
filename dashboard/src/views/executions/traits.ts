import type { Facets } from '@/api/types';
import { duration, moneyPerRun } from '@/format/numbers';
import { placeOf } from './filter/fields';
import type { Filter } from './filter/filters';

export type Trait = Facets['traits'][number];

/** Fewer failed runs than this share something by chance: the server compares none. */
export const MIN_FAILED = 10;
const MOST = 4;

const NAMES: Record<string, string> = { durationMs: 'duration', actionCount: 'actions', costUsd: 'cost' };

export const nameOfField = (field: string): string =>
  placeOf(field)?.field.name ?? NAMES[field] ?? field.replace(/([A-Z])/g, ' $1').toLowerCase();

type Named = Pick<Trait, 'field' | 'value'>;

/** A limit in words: `> 310` of durationMs is `over 0.31 s`. */
export function valueOfTrait({ field, value }: Named): string {
  const over = /^>\s*([\d.]+)$/.exec(value);
  if (!over?.[1]) return value;
  const write: Record<string, (text: string) => string> = {
    durationMs: (text) => duration(Number(text)),
    costUsd: moneyPerRun,
  };
  return `over ${write[field]?.(over[1]) ?? over[1]}`;
}

export const titleOfTrait = (trait: Named): string => `${nameOfField(trait.field)} ${valueOfTrait(trait)}`;

/** What tells failed runs from the others, the clearest first; what the filter asks for is true of all. */
export function sharedTraits(facets: Facets, filters: Filter[]): Trait[] {
  const asked = new Set(filters.map((filter) => filter.param));
  return facets.traits
    .filter((trait) => !asked.has(trait.field) && trait.failureRate > trait.restFailureRate)
    .sort((a, b) => b.lift - a.lift || b.failedCount - a.failedCount)
    .slice(0, MOST);
}
