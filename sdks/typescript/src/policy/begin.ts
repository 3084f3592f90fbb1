import { bucket } from './bucket.js';

/** Why a run or a tool call was refused. */
export type RefusalKind =
  | 'noPolicy'
  | 'stopped'
  | 'policyExpired'
  | 'limit'
  | 'denied'
  | 'deniedByPerson'
  | 'unanswered'
  | 'unreachable';

/** That the agent or the fleet is stopped; `share` of new runs, 0 to 1, is still admitted. */
export interface Stop {
  reason: string | null;
  share: number;
}

/** What a policy says about its own age and about a stop. */
export interface Standing {
  maxAgeSeconds: number;
  afterMaxAge: 'open' | 'closed';
  stopped: Stop | null;
}

export interface Refused {
  kind: RefusalKind;
  reason: string | null;
}

/** What holds while there is no policy: go on, or refuse. */
export type WithoutPolicy = 'open' | 'closed';

/** Decides whether a run may begin; null permits. `ageSeconds` is the age of the policy. */
export function refusalToBegin(
  policy: Standing | null,
  executionId: string,
  ageSeconds: number,
  withoutPolicy: WithoutPolicy,
): Refused | null {
  if (policy === null) return withoutPolicy === 'closed' ? { kind: 'noPolicy', reason: null } : null;
  const { stopped } = policy;
  if (stopped !== null && bucket('stop', executionId) >= stopped.share) {
    return { kind: 'stopped', reason: stopped.reason };
  }
  return refusalByAge(policy, ageSeconds);
}

/** Refuses where the policy is older than it may be and says `closed`; null permits. */
export function refusalByAge(policy: Standing, ageSeconds: number): Refused | null {
  const expired = ageSeconds > policy.maxAgeSeconds && policy.afterMaxAge === 'closed';
  return expired ? { kind: 'policyExpired', reason: null } : null;
}
