import { useCallback, useMemo } from 'react';
import { useAgents } from '@/api/queries';
import { useKeysOfAgents, useMembers, useWebhooks } from '@/api/settings';

const ACTIONS: Record<string, string> = {
  'agent.edit': 'Changed',
  'agent.merge': 'Merged',
  'agent.part': 'Split off',
  'agent.register': 'Changed the register entry of',
  'agent.resume': 'Resumed',
  'agent.review': 'Reviewed',
  'agent.stop': 'Stopped',
  'approval.approve': 'Approved',
  'approval.deny': 'Denied',
  'approval.link': 'Made a link to decide',
  'attributes.set': 'Changed the',
  'execution.erased': 'Deleted',
  'fleet.resume': 'Resumed the',
  'fleet.stop': 'Stopped the',
  'key.create': 'Created',
  'key.revoke': 'Revoked',
  'limits.set': 'Set the limits of',
  'member.change': 'Changed',
  'member.invite': 'Invited',
  'member.link': 'Created a link for',
  'member.password': 'Set the password of',
  'member.remove': 'Removed',
  'objectives.set': 'Set the objectives of',
  'organization.change': 'Changed',
  'policyKey.rotate': 'Made the new',
  'price.applied': 'Applied the price to past runs of',
  'price.remove': 'Removed the own price of',
  'price.set': 'Set the price of',
  'privacy.set': 'Changed the',
  'prompt.create': 'Created',
  'prompt.label': 'Moved a label of',
  'prompt.version': 'Added a version of',
  'retention.change': 'Changed the',
  'retention.delete': 'Deleted data',
  'session.end': 'Signed out',
  'session.refuse': 'Refused a sign-in of',
  'session.start': 'Signed in',
  'telemetry.remap': 'Started reading again with',
  'telemetry.remapped': 'Read again with',
  'toolRules.set': 'Set the tool rules of',
  'user.erased': 'Deleted the data of',
  'webhook.change': 'Changed',
  'webhook.create': 'Created',
  'webhook.delete': 'Removed',
  'webhook.rotate': 'Created a new secret for',
};

/** `Invited` for `member.invite`; an action without words is shown as it is. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

const ID = /[\w-]{6,}/g;

/** A subject with names in place of ids: `member li@northbeam.example` for `member f6d1e3ac-…`. */
export const withNames = (subject: string, names: Map<string, string>): string =>
  subject.replace(ID, (id) => names.get(id) ?? id);

/** Writes the subjects of entries with the names that things have today; what is gone keeps its id. */
export function useSubjectNames(): (subject: string) => string {
  const members = useMembers(true).data;
  const keys = useKeysOfAgents(true).data;
  const webhooks = useWebhooks(true).data;
  const agents = useAgents().data;
  const names = useMemo(
    () =>
      new Map([
        ...(members?.items ?? []).map(({ id, email }) => [id, email] as const),
        ...(keys?.items ?? []).map(({ id, name }) => [id, name] as const),
        ...(webhooks?.items ?? []).map(({ id, name }) => [id, name] as const),
        ...(agents?.items ?? []).map(({ id, name }) => [id, name] as const),
      ]),
    [members, keys, webhooks, agents],
  );
  return useCallback((subject: string) => withNames(subject, names), [names]);
}
