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

/** Whether an agent is stopped, by itself or with the fleet: the word, and who stopped it why. The lower share holds. */
export function stopOf({ fleet, agents }: Stops, agent: string): { word: string; why: string } | null {
  const own = agents.find((each) => each.agent.id === agent) ?? null;
  const stop = fleet && (!own || fleet.share <= own.share) ? fleet : own;
  if (!stop) return null;
  return {
    word: stop.share > 0 ? `resuming at ${percent(stop.share, 0)}` : 'stopped',
    why: `${stop === fleet ? 'The fleet, ' : ''}${stop.by}: “${stop.reason}”`,
  };
}
