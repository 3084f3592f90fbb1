import type { RegisterEntry } from '@/api/types';
import { count, NBSP, numberWord, plural } from '@/format/numbers';
import { day } from '@/format/time';
import type { Glyph } from '@/ui/StatusGlyph';

export type State = 'overdue' | 'takenBack' | RegisterEntry['review'];
export type Risk = NonNullable<RegisterEntry['risk']>;

/** Words that are offered; any other word is possible. */
export const DATA_CLASSES = ['public', 'internal', 'personal', 'payment', 'health', 'secret'];
export const MOST_CLASSES = 20;

export const RISKS: Risk[] = ['high', 'medium', 'low'];

/** What a review comes to today: one that has run out counts as overdue, whatever it said. */
export const stateOf = (entry: Pick<RegisterEntry, 'overdue' | 'review' | 'reviewedAt'>): State =>
  entry.overdue ? 'overdue' : entry.review === 'unreviewed' && entry.reviewedAt ? 'takenBack' : entry.review;

const GLYPHS: Record<State, Glyph> = {
  overdue: 'warn',
  unreviewed: 'unknown',
  takenBack: 'unknown',
  restricted: 'stopped',
  approved: 'ok',
};
export const glyphOf = (entry: RegisterEntry): Glyph => GLYPHS[stateOf(entry)];

export const STATE_WORDS: Record<State, string> = {
  overdue: 'overdue',
  unreviewed: 'never reviewed',
  takenBack: 'review taken back',
  restricted: 'restricted',
  approved: 'approved',
};

/** A review ends with a day, which is the same for everybody: that of UTC. */
export const dayOf = (time: string): string => `${day(time, 'UTC')}${NBSP}${new Date(time).getUTCFullYear()}`;
export const endOf = (date: string): string => `${date}T23:59:59Z`;

/** `until 30 Jun 2027`, `since 3 Mar 2026`, or that it has no end. */
export function untilWords(entry: RegisterEntry): string {
  if (entry.review === 'unreviewed') return '';
  if (!entry.reviewedUntil) return 'no end set';
  return `${entry.overdue ? `${entry.review}, ended` : 'until'} ${dayOf(entry.reviewedUntil)}`;
}

export const newOf = (entry: RegisterEntry): number | null =>
  entry.newUses && entry.newUses.tools + entry.newUses.models + entry.newUses.prompts;

/** `2 tools, 1 model and 3 prompt versions`; null for nothing. */
export function usesWords(uses: { tools: number; models: number; prompts: number }): string | null {
  const parts = [
    uses.tools > 0 && plural(uses.tools, 'tool'),
    uses.models > 0 && plural(uses.models, 'model'),
    uses.prompts > 0 && plural(uses.prompts, 'prompt version'),
  ].filter((part): part is string => !!part);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const capital = (text: string): string => (text[0]?.toUpperCase() ?? '') + text.slice(1);
const agents = (n: number): string => `${numberWord(n)} ${n === 1 ? 'agent' : 'agents'}`;

/** What needs a person, in one sentence, and what does not. */
export function sentence(entries: RegisterEntry[]): { wrong: string; quiet: string } {
  const of = (state: State) => entries.filter((entry) => stateOf(entry) === state).length;
  const [overdue, never, back] = [of('overdue'), of('unreviewed'), of('takenBack')];
  const fresh = entries.filter((entry) => (newOf(entry) ?? 0) > 0).length;
  if (entries.length === 0) return { wrong: 'No agent is registered yet.', quiet: '' };
  const needs = [
    overdue > 0 && `${agents(overdue)} ${overdue === 1 ? 'is' : 'are'} overdue for review`,
    never > 0 &&
      (overdue > 0
        ? `${numberWord(never)} ${never === 1 ? 'was' : 'were'} never reviewed`
        : never === entries.length && never > 1
          ? 'no agent was ever reviewed'
          : `${agents(never)} ${never === 1 ? 'was' : 'were'} never reviewed`),
    back > 0 && `${agents(back)} ${back === 1 ? 'has' : 'have'} no review any more`,
  ].filter((part): part is string => !!part);
  const since =
    fresh > 0
      ? `${capital(agents(fresh))} ${fresh === 1 ? 'uses' : 'use'} something that no review has seen.`
      : never + back < entries.length
        ? 'Nothing is new since the reviews.'
        : '';
  return needs.length > 0
    ? {
        wrong: `${capital([needs.slice(0, -1).join(', '), needs.at(-1)].filter(Boolean).join(', and '))}.`,
        quiet: since,
      }
    : {
        wrong: '',
        quiet: `${entries.length === 1 ? 'The only agent is' : `All ${entries.length < 13 ? numberWord(entries.length) : count(entries.length)} agents are`} reviewed. ${since}`,
      };
}
