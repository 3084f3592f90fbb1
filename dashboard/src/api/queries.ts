import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { noteServerTime, usePaused } from '@/shell/freshness';
import { ApiError, get, path, type Query } from './client';
import type { Range } from './time-range';
import type * as T from './types';
import { useAskAgain, useLive, useLiveAgent } from './use-live';

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
      },
    },
  });

interface Options {
  /** Milliseconds between two questions; 0 asks once. */
  every?: number;
  enabled?: boolean;
  keep?: boolean;
}

/** What the live connection pushes is polled rarely, in case something is missed. */
const TOLD_MS = 20_000;

/** One question to the server, repeated while the page is not paused. */
export function useAsk<R>(
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<R>,
  options: Options = {},
) {
  const paused = usePaused();
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask(signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.every && !paused ? options.every : false,
    placeholderData: options.keep === false ? undefined : keepPreviousData,
  });
}

/** A relative bound stays relative: the server's clock decides what it means. */
const within = (range: Range | undefined): Query => (range ? { from: range.from, to: range.to } : {});
const bounds = (range: Range | undefined) => [range?.from, range?.to];

export const useStatus = (enabled = true) =>
  useAsk(
    ['status'],
    async (s) => {
      const status = await get<T.Status>('/status', {}, s);
      noteServerTime(status.now);
      return status;
    },
    { every: 3_000, enabled },
  );

export const useOrganizations = () =>
  useAsk(['organizations'], (s) =>
    get<T.List<{ id: string; name: string; simulated: boolean; current: boolean }>>('/organizations', {}, s),
  );

export const useFleet = (range: Range, every = 2_000) =>
  useAsk(['fleet', ...bounds(range)], (s) => get<T.Fleet>('/fleet', within(range), s), { every });

export function useAgents(options: Options & { q?: string; limit?: number } = {}) {
  const live = useLive();
  return useAsk(
    ['agents', options.q, options.limit],
    (s) => get<T.List<T.Agent>>('/agents', { q: options.q, limit: options.limit ?? 500 }, s),
    { ...options, every: live && options.every ? TOLD_MS : options.every },
  );
}

/** The first agents with their ribbons: asked less often, because a ribbon is long. */
export const useRibbons = (range: Range, limit: number, options: Options = {}) =>
  useAsk(
    ['ribbons', ...bounds(range), limit],
    (s) => get<T.List<T.Agent>>('/agents', { include: 'ribbon', ...within(range), limit }, s),
    { every: 10_000, ...options },
  );

export function useAgent(id: string | null, every = 2_000) {
  const live = useLive();
  useLiveAgent(id);
  return useAsk(['agent', id], (s) => get<T.Agent>(path`/agents/${id}`, {}, s), {
    every: live ? TOLD_MS : every,
    enabled: !!id,
    keep: false,
  });
}

export const useAgentMetrics = (id: string | null, range: Range, step: string, by?: string) =>
  useAsk(
    ['agent-metrics', id, ...bounds(range), step, by],
    (s) => get<T.Metrics>(path`/agents/${id}/metrics`, { ...within(range), step, by }, s),
    { every: by ? 15_000 : 5_000, enabled: !!id },
  );

export const useChanges = (range: Range, agent?: string, limit = 50, options: Options = {}) =>
  useAsk(
    ['changes', agent, ...bounds(range), limit],
    (s) => get<T.List<T.Change>>('/changes', { agent, ...within(range), limit }, s),
    { every: 15_000, ...options },
  );

export const useDependencies = (agent: string | null) =>
  useAsk(['dependencies', agent], (s) => get<T.Dependencies>('/dependencies', { agent }, s), {
    every: 30_000,
    enabled: !!agent,
  });

/** Where the time of an agent's runs goes, against the time of the same length before. */
export const useLatency = (agent: string | null, range: Range, enabled = true) =>
  useAsk(
    ['latency', agent, ...bounds(range)],
    (s) => get<T.AgentLatency>(path`/agents/${agent}/latency`, within(range), s),
    { every: 30_000, enabled: enabled && !!agent },
  );

/** Two values of what can change on an agent, side by side. */
export const useComparison = (agent: string | null, of: { by: string; a: string; b: string }, range: Range) =>
  useAsk(
    ['compare', agent, of.by, of.a, of.b, ...bounds(range)],
    (s) => get<T.Comparison>(path`/agents/${agent}/compare`, { ...of, ...within(range) }, s),
    { every: 30_000, enabled: !!agent && !!of.a && !!of.b },
  );

/** The runs of a range in groups: by agent, model, user, version or a declared attribute. */
export const useGroups = (by: string, filters: Query, range: Range, options: Options = {}) =>
  useAsk(
    ['groups', by, filters, ...bounds(range)],
    (s) => get<T.Groups>('/executions/groups', { by, limit: 500, ...filters, ...within(range) }, s),
    { every: 15_000, ...options },
  );

export const useTail = (range: Range, limit: number, every: number, status?: 'error') =>
  useAsk(
    ['tail', ...bounds(range), limit, status],
    (s) => get<T.List<T.Action>>('/actions', { ...within(range), limit, status }, s),
    { every, enabled: every > 0 },
  );

/** Rows that were read stay until they are asked for again: nothing moves under a reader. */
export const useExecutionPages = (filters: Query, range: Range, enabled = true, limit = 100) =>
  useInfiniteQuery({
    enabled,
    queryKey: ['executions', filters, ...bounds(range)],
    queryFn: ({ pageParam, signal }) =>
      get<T.List<T.Execution>>(
        '/executions',
        { ...filters, ...within(range), cursor: pageParam, limit },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });

export const useActionPages = (filters: Query, range: Range, enabled: boolean, limit = 100) =>
  useInfiniteQuery({
    queryKey: ['actions', filters, ...bounds(range)],
    queryFn: ({ pageParam, signal }) =>
      get<T.List<T.Action>>('/actions', { ...filters, ...within(range), cursor: pageParam, limit }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    placeholderData: keepPreviousData,
  });

export const useGroupPages = (by: string, sort: string, filters: Query, range: Range, limit = 100) =>
  useInfiniteQuery({
    queryKey: ['groups', by, sort, filters, ...bounds(range)],
    queryFn: ({ pageParam, signal }) =>
      get<T.Groups>(
        '/executions/groups',
        { ...filters, ...within(range), by, sort, cursor: pageParam, limit },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });

/** The values of a field, those of most runs first; nothing is asked where there is no field. */
export const useGroupValues = (by: string | undefined, range: Range) =>
  useAsk(
    ['group-values', by, ...bounds(range)],
    (s) => get<T.Groups>('/executions/groups', { by, ...within(range), limit: 100 }, s),
    { enabled: !!by, keep: false },
  );

/** The attributes that this organization has declared. */
export const useAttributes = () => useAsk(['attributes'], (s) => get<T.Attributes>('/attributes', {}, s));

/** The newest page of the same list, polled: rows that are new to the list. */
export const useNewestExecutions = (filters: Query, range: Range, every: number) =>
  useAsk(
    ['executions-newest', filters, ...bounds(range)],
    (s) => get<T.List<T.Execution>>('/executions', { ...filters, ...within(range), limit: 50 }, s),
    { every, enabled: every > 0, keep: false },
  );

export const useHistogram = (filters: Query, range: Range, options: Options = {}) =>
  useAsk(
    ['histogram', filters, ...bounds(range)],
    (s) => get<T.Histogram>('/executions/histogram', { ...filters, ...within(range) }, s),
    { every: 4_000, ...options },
  );

export const useFacets = (filters: Query, range: Range, options: Options = {}) =>
  useAsk(
    ['facets', filters, ...bounds(range)],
    (s) => get<T.Facets>('/executions/facets', { ...filters, ...within(range) }, s),
    { every: 15_000, ...options },
  );

export const useExecution = (id: string | null) => {
  const paused = usePaused();
  const live = useLive();
  useAskAgain(
    id ? `executions:${id}` : null,
    [
      ['execution', id],
      ['actions-of', id],
    ],
    500,
  );
  return useQuery({
    queryKey: ['execution', id],
    queryFn: ({ signal }) => get<T.ExecutionDetail>(path`/executions/${id}`, {}, signal),
    enabled: !!id,
    refetchInterval: (query) =>
      !paused && query.state.data?.status === 'running' ? (live ? TOLD_MS : 1_000) : false,
  });
};

export const useOutcomes = (id: string) =>
  useAsk(['outcomes', id], (s) => get<T.List<T.Outcome>>(path`/executions/${id}/outcomes`, {}, s), {
    every: 15_000,
    keep: false,
  });

export const useAction = (execution: string, spanId: string | null) =>
  useAsk(
    ['action', execution, spanId],
    (s) => get<T.Action>(path`/executions/${execution}/actions/${spanId}`, {}, s),
    { enabled: !!spanId, keep: false },
  );

export const useConversation = (id: string | null) =>
  useAsk(['session', id], (s) => get<T.Conversation>('/sessions', { id: id ?? '' }, s), {
    enabled: !!id,
    every: 5_000,
  });

export const useViews = () => useAsk(['views'], (s) => get<T.List<T.View>>('/views', {}, s));

export const useConnect = () =>
  useAsk(['connect'], (s) => get<T.Connect>('/connect', {}, s), { every: 5_000 });
export const useSnippets = () => useAsk(['snippets'], (s) => get<T.Snippets>('/connect/snippets', {}, s));
export const useAttempts = (enabled: boolean) =>
  useAsk(['attempts'], (s) => get<T.List<T.Attempt>>('/connect/attempts', {}, s), { every: 1_000, enabled });
/** Processes of SDKs whose telemetry has gaps. */
export const useLosses = () =>
  useAsk(['losses'], (s) => get<T.List<T.Loss>>('/connect/losses', {}, s), { every: 10_000 });
export function useFirst(since: string | null, found: boolean, enabled: boolean) {
  useAskAgain(enabled && since !== null && !found ? 'runs' : null, [['first', since], ['attempts']], 100);
  return useAsk(['first', since], (s) => get<T.First>('/connect/first', { since }, s), {
    every: found ? 5_000 : 1_000,
    enabled: enabled && since !== null,
  });
}
