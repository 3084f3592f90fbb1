import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from './client';
import { useAsk } from './queries';
import type { List, Role, Time } from './types';

/** The shapes and questions of Settings. */

export interface Key {
  id: string;
  name: string;
  scope: 'ingest' | 'read' | 'admin';
  createdAt: Time;
  createdBy: string;
  expiresAt: Time | null;
  revokedAt: Time | null;
  lastUsedAt: Time | null;
}

export interface IssuedKey {
  id: string;
  name: string;
  key: string;
}

export interface Member {
  id: string;
  email: string;
  /** Empty where it is not known. */
  name: string | null;
  role: Role;
  state: 'invited' | 'active' | 'disabled';
  createdAt: Time;
  createdBy: string | null;
  lastSeenAt: Time | null;
  way: 'password' | 'jwt' | null;
}

export interface SignInLink {
  link: string;
  linkExpiresAt: Time;
}

export interface EndpointRow {
  method: string;
  path: string;
  /** Empty: everybody. */
  roles: string[];
}

export type PrivacyAction = 'redact' | 'hash' | 'drop' | 'keep';

export interface PrivacyClass {
  id: string;
  name: string;
  group: 'personal' | 'secret' | 'declared';
  example: string | null;
  action: PrivacyAction;
  standard: PrivacyAction;
}

export interface PrivacyPolicy {
  version: number;
  keyId: string | null;
  updatedAt: Time | null;
  updatedBy: string | null;
  classes: PrivacyClass[];
  nameKeys: string[];
  attributes: { key: string; action: PrivacyAction }[];
  patterns: { id: string | null; name: string; pattern: string; action: PrivacyAction }[];
}

/** What is sent to change the policy, or to try one that is not saved. */
export interface PolicyBody {
  classes: Record<string, PrivacyAction>;
  nameKeys: string[];
  attributes: { key: string; action: PrivacyAction }[];
  patterns: { id?: string; name: string; pattern: string; action: PrivacyAction }[];
}

export interface Finding {
  class: string;
  start: number;
  end: number;
  replacement: string | null;
  action: PrivacyAction;
}

export interface Tried {
  text: string;
  findings: Finding[];
  tookMicros: number;
}

/** Dollars for a million tokens as decimal strings; null is not known. */
export interface Tier {
  aboveTokens: number;
  input: string | null;
  output: string | null;
  cacheRead: string | null;
  cacheWrite: string | null;
  batchInput: string | null;
  batchOutput: string | null;
}

export interface ModelPrice {
  model: string;
  source: 'list' | 'organization';
  tiers: Tier[];
  updatedAt: Time | null;
  updatedBy: string | null;
}

export interface Prices {
  asOf: string;
  currency: string;
  per: string;
  unknown: {
    model: string;
    calls: number;
    inputTokens: number | null;
    outputTokens: number | null;
    lastSeenAt: Time;
  }[];
  models: ModelPrice[];
}

export interface Periods {
  executionDays: number | null;
  contentDays: number | null;
}

export interface Retention {
  installation: { executionDays: number; contentDays: number };
  organization: Periods;
  effective: { executionDays: number; contentDays: number };
}

export interface Mapping {
  each?: string;
  kind: 'execution' | 'outcome';
  fields: Record<string, string>;
}

export type WebhookSource = 'n8n' | 'coldforge' | 'agency-pm' | 'generic';

export interface Webhook {
  id: string;
  source: WebhookSource;
  name: string;
  url: string;
  mapping: Mapping | null;
  createdAt: Time;
  createdBy: string;
  disabled: boolean;
  lastReceivedAt: Time | null;
  received: number;
  refused: number;
  lastProblem: string | null;
}

export interface WebhookChanged {
  webhook: Webhook;
  secret: string | null;
}

export interface WebhookTried {
  executions: unknown[];
  outcomes: unknown[];
  errors: { field: string; message: string }[];
}

export interface JournalEntry {
  id: number;
  at: Time;
  actor: string;
  action: string;
  subject: string;
  reason: string | null;
  details: string | null;
  previousHash: string;
  hash: string;
}

export interface Verification {
  valid: boolean;
  entries: number;
  brokenAt: number | null;
  head: string | null;
}

export const useKeysOfAgents = (enabled: boolean) =>
  useAsk(['keys'], (s) => get<List<Key>>('/keys', {}, s), { enabled, every: 30_000 });

export const useMembers = (enabled: boolean) =>
  useAsk(['members'], (s) => get<List<Member>>('/members', {}, s), { enabled, every: 30_000 });

export const useEndpoints = () => useAsk(['endpoints'], (s) => get<List<EndpointRow>>('/endpoints', {}, s));

export const usePrivacyPolicy = () =>
  useAsk(['privacy-policy'], (s) => get<PrivacyPolicy>('/privacy-policy', {}, s));

export const usePrices = () => useAsk(['prices'], (s) => get<Prices>('/prices', {}, s));

export const useRetention = () => useAsk(['retention'], (s) => get<Retention>('/retention', {}, s));

export const useWebhooks = (enabled: boolean) =>
  useAsk(['webhooks'], (s) => get<List<Webhook>>('/webhooks', {}, s), { enabled, every: 10_000 });

export const useAuditPages = (enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      get<List<JournalEntry>>('/audit', { cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });

export const useVerification = (wanted: boolean) =>
  useAsk(['audit-verify'], (s) => get<Verification>('/audit/verify', {}, s), {
    enabled: wanted,
    keep: false,
  });
