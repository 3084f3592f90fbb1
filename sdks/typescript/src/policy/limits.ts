import { atLeast, type Decimal, parseDecimal } from './decimal.js';
import { isObject } from './json.js';

/** The limits of each run; null: no limit. */
export interface Limits {
  maxActions: number | null;
  maxSeconds: number | null;
  maxCostUsd: Decimal | null;
}

/** What a run has used so far: actions, seconds since it began, and USD; null where the cost is unknown. */
export interface RunUsage {
  actions: number;
  seconds: number;
  costUsd: Decimal | null;
}

export type LimitName = keyof Limits;

/** Reads the limits of a document. */
export function parseLimits(value: unknown): Limits {
  const limits = isObject(value) ? value : {};
  return {
    maxActions: typeof limits.maxActions === 'number' ? limits.maxActions : null,
    maxSeconds: typeof limits.maxSeconds === 'number' ? limits.maxSeconds : null,
    maxCostUsd: parseDecimal(limits.maxCostUsd),
  };
}

/** The first limit that a run has reached, or null. */
export function reachedLimit(limits: Limits, usage: RunUsage): LimitName | null {
  if (limits.maxActions !== null && usage.actions >= limits.maxActions) return 'maxActions';
  if (limits.maxSeconds !== null && usage.seconds >= limits.maxSeconds) return 'maxSeconds';
  if (limits.maxCostUsd === null || usage.costUsd === null) return null;
  return atLeast(usage.costUsd, limits.maxCostUsd) ? 'maxCostUsd' : null;
}
