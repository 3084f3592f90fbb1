import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from './client';
import { useAsk } from './queries';
import type * as T from './types';

/** The questions of Settings. */

export const useKeysOfAgents = (enabled: boolean) =>
  useAsk(['keys'], (s) => get<T.List<T.Key>>('/keys', {}, s), { enabled, every: 30_000 });

export const useMembers = (enabled: boolean) =>
  useAsk(['members'], (s) => get<T.List<T.Member>>('/members', {}, s), { enabled, every: 30_000 });

export const useEndpoints = () =>
  useAsk(['endpoints'], (s) => get<T.List<T.EndpointRow>>('/endpoints', {}, s));

export const usePrivacyPolicy = () =>
  useAsk(['privacy-policy'], (s) => get<T.PrivacyPolicy>('/privacy-policy', {}, s));

export const usePrices = () => useAsk(['prices'], (s) => get<T.Prices>('/prices', {}, s));

export const useRetention = () => useAsk(['retention'], (s) => get<T.Retention>('/retention', {}, s));

export const useWebhooks = (enabled: boolean) =>
  useAsk(['webhooks'], (s) => get<T.List<T.Webhook>>('/webhooks', {}, s), { enabled, every: 10_000 });

export const useAuditPages = (enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      get<T.List<T.JournalEntry>>('/audit', { cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });

export const useVerification = (wanted: boolean) =>
  useAsk(['audit-verify'], (s) => get<T.Verification>('/audit/verify', {}, s), {
    enabled: wanted,
    keep: false,
  });
