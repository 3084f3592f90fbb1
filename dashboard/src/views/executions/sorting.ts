/** What lists can be sorted by, as the API names it. */
export const SORTS = {
  runs: ['startedAt', 'durationMs', 'costUsd', 'tokens'],
  groups: ['key', 'executions', 'costUsd', 'tokens', 'successRate', 'p95'],
} as const satisfies Record<string, readonly string[]> as Record<'runs' | 'groups', readonly string[]>;

export const NEWEST_FIRST = '-startedAt';
export const MOST_RUNS_FIRST = '-executions';

/** The order of a list in words. */
const WORDS: Record<string, [descending: string, ascending: string]> = {
  startedAt: ['newest first', 'oldest first'],
  durationMs: ['slowest first', 'fastest first'],
  costUsd: ['most expensive first', 'cheapest first'],
  tokens: ['most tokens first', 'fewest tokens first'],
  executions: ['most runs first', 'fewest runs first'],
  successRate: ['highest success first', 'lowest success first'],
  p95: ['slowest first', 'fastest first'],
  key: ['Z to A', 'A to Z'],
};

export const orderWords = (sort: string): string =>
  WORDS[sort.replace(/^-/, '')]?.[sort.startsWith('-') ? 0 : 1] ?? 'newest first';

/** The sort that the address names where the list knows it, else the list's own. */
export const sortOf = (named: string | null, kind: 'runs' | 'groups'): string =>
  named && SORTS[kind].includes(named.replace(/^-/, ''))
    ? named
    : kind === 'runs'
      ? NEWEST_FIRST
      : MOST_RUNS_FIRST;

/** Every order that a list can have, each name from the highest down and from the lowest up. */
export const ordersOf = (kind: 'runs' | 'groups'): string[] =>
  SORTS[kind].flatMap((name) => [`-${name}`, name]);
