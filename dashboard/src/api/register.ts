import { get, path, type Query } from './client';
import { useAsk } from './queries';
import type * as T from './types';

/** The register of agents. */

const AT_ONCE = 500;

/** Every entry that a query asks for, in its order: an organization has about a thousand agents. */
async function entries(query: Query, signal: AbortSignal): Promise<T.RegisterEntry[]> {
  const all: T.RegisterEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: T.List<T.RegisterEntry> = await get(
      '/register',
      { ...query, limit: AT_ONCE, cursor },
      signal,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

export const useRegister = (query: Query) =>
  useAsk(['register', query], (s) => entries(query, s), { every: 15_000 });

export const useRegisterEntry = (agent: string | null) =>
  useAsk(['register', 'of', agent], (s) => get<T.RegisterDetail>(path`/agents/${agent}/register`, {}, s), {
    every: 10_000,
    enabled: !!agent,
    keep: false,
  });
