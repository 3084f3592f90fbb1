import type { Stops } from '@/api/types';
import { NBSP, percent, plural } from '@/format/numbers';

const letIn = (share: number): string => (share > 0 ? `, ${percent(share, 0)} of new runs let in` : '');

/** What the top bar says of what is stopped, with the reasons; null for nothing. */
export function stopText({ fleet, agents }: Stops): { what: string; short: string; why: string } | null {
  if (fleet) {
    const what = fleet.share > 0 ? 'Fleet resuming' : 'Fleet stopped';
    return {
      what,
      short: what,
      why: `${fleet.by}: “${fleet.reason}”${letIn(fleet.share)}`,
    };
  }
  if (agents.length === 0) return null;
  const word = agents.every((each) => each.share > 0) ? 'resuming' : 'stopped';
  return {
    what: `${plural(agents.length, 'agent')} ${word}`,
    short: `${agents.length}${NBSP}${word}`,
    why: agents
      .map(({ agent, by, reason, share }) => `${agent.name}: “${reason}” (${by}${letIn(share)})`)
      .join('\n'),
  };
}
