import type { Action } from '@/api/types';
import { count, cut } from '@/format/numbers';

/** At most this many rows of one agent, so that a chatty one leaves room for the others. */
const PER_AGENT = 4;

/** What an action did, in a few words: its name, what it cost in tokens, or how it failed. */
export function tailWords(action: Action): string {
  if (action.error?.message) return `${action.name}: ${cut(action.error.message, 160)}`;
  if (action.kind === 'llm' && action.outputTokens !== null)
    return `${action.name}, ${count(action.outputTokens)} tokens${action.model && !action.name.includes(action.model) ? ` of ${action.model}` : ''}`;
  return action.name;
}

/** An agent as an action of its own says nothing that its steps do not say. */
const isFrame = (action: Action): boolean =>
  action.kind === 'agent' && action.status !== 'error' && action.name === action.agent?.name;

/** The rows of the tail: newest first by when they began, without frames, and no agent fills it. */
export function tailRows(actions: Action[], limit: number): Action[] {
  const newest = actions
    .filter((action) => !isFrame(action))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  const agents = new Set(newest.map((action) => action.agent?.id));
  if (agents.size < 2) return newest.slice(0, limit);
  const seen = new Map<string | undefined, number>();
  const first: Action[] = [];
  const rest: Action[] = [];
  for (const action of newest) {
    const before = seen.get(action.agent?.id) ?? 0;
    seen.set(action.agent?.id, before + 1);
    (before < PER_AGENT ? first : rest).push(action);
  }
  const chosen = [...first, ...rest].slice(0, limit);
  return chosen.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}
