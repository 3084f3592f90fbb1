import { get, path } from './client';
import { useAsk } from './queries';
import type * as T from './types';

/** The questions of governing: approvals, stops, policies. */

/** Tool calls that wait; the server lets more than these wait only where nobody decides at all. */
export const MOST_WAITING = 200;
/** Past questions that are read. */
export const MOST_PAST = 100;

/** What waits for a person, soonest to expire first. */
export const useWaiting = (every = 2_500, agent?: string) =>
  useAsk(
    ['approvals', 'waiting', agent],
    (s) => get<T.List<T.Approval>>('/approvals', { state: 'pending', agent, limit: MOST_WAITING }, s),
    { every, keep: false },
  );

/** What is over, what ended last first. */
export const useDecided = (agent?: string) =>
  useAsk(
    ['approvals', 'decided', agent],
    (s) => get<T.List<T.Approval>>('/approvals', { state: 'decided', agent, limit: MOST_PAST }, s),
    { every: 5_000, keep: false },
  );

/** One question, where the lists do not have it. */
export const useApproval = (id: string | null) =>
  useAsk(['approvals', 'one', id], (s) => get<T.Approval>(path`/approvals/${id ?? ''}`, {}, s), {
    every: 5_000,
    enabled: !!id,
    keep: false,
  });

/** What was decided before about questions like one. */
export const useApprovalHistory = (id: string) =>
  useAsk(['approvals', 'history', id], (s) => get<T.ApprovalHistory>(path`/approvals/${id}/history`, {}, s), {
    every: 30_000,
    keep: false,
  });

/** What was decided since a time, and how fast. */
export const useApprovalSummary = (since: string) =>
  useAsk(['approvals', 'summary', since], (s) => get<T.ApprovalSummary>('/approvals/summary', { since }, s), {
    every: 10_000,
    enabled: since !== '',
  });

/** Everything that is stopped. */
export const useStops = () => useAsk(['stops'], (s) => get<T.Stops>('/stops', {}, s), { every: 10_000 });

/** The policy that is served now; not for viewers. */
export const usePolicy = (agent: string, enabled: boolean) =>
  useAsk(['policy', agent], (s) => get<T.Policy>(path`/agents/${agent}/policy`, {}, s), {
    every: 10_000,
    enabled,
    keep: false,
  });

/** The processes that hold the policy of an agent; null: not asked. */
export const useHolders = (agent: string | null) =>
  useAsk(
    ['holders', agent],
    (s) => get<T.List<T.Holder>>(path`/agents/${agent}/policy/holders`, { limit: 1_000 }, s),
    { every: 5_000, enabled: agent !== null, keep: false },
  );

/** The processes that hold policies, of all agents. */
export const useFleetHolders = (enabled: boolean) =>
  useAsk(['holders', 'fleet'], (s) => get<T.List<T.FleetHolder>>('/policy/holders', { limit: 1_000 }, s), {
    every: 5_000,
    enabled,
    keep: false,
  });

/** Where the settings of an agent are, or those of the fleet. */
export const settingsPath = (agent: string | null): string =>
  agent === null ? '/fleet' : path`/agents/${agent}`;

/** The limits of an agent, or with null those of the fleet. */
export const useLimits = (agent: string | null) =>
  useAsk(['limits', agent ?? 'fleet'], (s) => get<T.LimitsInForce>(`${settingsPath(agent)}/limits`, {}, s), {
    every: 30_000,
    keep: false,
  });

/** The rules of an agent and those of the fleet before them; with null those of the fleet alone. */
export const useToolRules = (agent: string | null | undefined) =>
  useAsk(
    ['tool-rules', agent === null ? 'fleet' : agent],
    async (s): Promise<T.ToolRules> => ({
      fleetRules: [],
      ...(await get<T.ToolRules | T.FleetToolRules>(`${settingsPath(agent ?? null)}/tool-rules`, {}, s)),
    }),
    { every: 30_000, enabled: agent !== undefined, keep: false },
  );

/** The agents that have rules or limits of their own. */
export const useAgentSettings = () =>
  useAsk(['agent-settings'], (s) => get<T.List<T.AgentSettings>>('/policy/settings', {}, s), {
    every: 30_000,
  });
