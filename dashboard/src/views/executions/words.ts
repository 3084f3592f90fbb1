import type { Agent, Histogram } from '@/api/types';
import { count, MIN_RUNS, percent, plural } from '@/format/numbers';
import { choosesByOutcome, type Filter, phraseOf, wordsOf } from './filter/filters';

/** The parts of the sentence above a list of runs. */
export interface Sentence {
  text: string;
  /** What is wrong, at its end. */
  bad: string | null;
  quiet: string | null;
}

type Counts = Pick<Histogram, 'total' | 'failed' | 'unknown' | 'complete'>;

/** A share in whole percent, once there are enough runs for one. */
const share = (part: number, whole: number): string =>
  whole >= MIN_RUNS ? ` (${percent(part / whole, 0)})` : '';

/**
 * The query as a sentence with its counts. Where it chooses runs by how they ended, it is their part of all:
 * `40 of 174 runs of Email Writer failed (23 %) in 24 h.`
 */
export function sentenceOf(
  counts: Counts,
  base: Counts | undefined,
  filters: Filter[],
  agents: Agent[],
  span: string,
): Sentence {
  const by = filters.filter(choosesByOutcome);
  const rest = phraseOf(
    filters.filter((filter) => !by.includes(filter)),
    agents,
  );
  const least = counts.complete ? '' : 'At least ';
  if (by.length > 0 && base && counts.total > 0) {
    const verb = by.map((filter) => verbOf(filter, agents)).join(' and ');
    const whole = `${least}${count(counts.total)} of ${plural(base.total, 'run')}${rest}`;
    const part = `${verb}${share(counts.total, base.total)} ${span}.`;
    return counts.failed > 0
      ? { text: whole, bad: part, quiet: null }
      : { text: `${whole} ${part}`, bad: null, quiet: null };
  }
  const all = by.length > 0 ? phraseOf(filters, agents) : rest;
  if (counts.total === 0) return { text: `No run${all} ${span}.`, bad: null, quiet: null };
  const unknown =
    counts.unknown > 0
      ? `${count(counts.unknown)} ${counts.unknown === 1 ? 'outcome' : 'outcomes'} not known yet.`
      : null;
  const text = `${least}${plural(counts.total, 'run')}${all} ${span}.`;
  return counts.failed > 0
    ? { text, bad: `${count(counts.failed)} failed${share(counts.failed, counts.total)}.`, quiet: unknown }
    : { text, bad: null, quiet: ['None failed.', unknown].filter(Boolean).join(' ') };
}

/** `failed`, `succeeded`, `have status error`, `failed with JSONDecodeError`. */
function verbOf(filter: Filter, agents: Agent[]): string {
  const { field, op, value } = wordsOf(filter, agents);
  const not = op === 'is not';
  if (field === 'outcome') return value === 'unknown' ? 'have no known outcome' : value;
  if (field === 'error') return `${not ? 'did not fail' : 'failed'} with ${value}`;
  return `${not ? 'do not have' : 'have'} status ${value}`;
}
