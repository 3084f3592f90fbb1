import type { Agent, Fleet, NeedsYou } from '@/api/types';
import { numberWord } from '@/format/numbers';

/** The sentence that answers Fleet: what is wrong, and whether the rest is fine. Made from counts only. */
export interface FleetSentence {
  wrong: string;
  rest: string;
}

const verb = (need: NeedsYou): string => {
  if (need.rule === 'slow') return 'is slow';
  if (need.rule === 'silent') return 'went silent';
  return need.severity === 'failing' ? 'is failing' : 'is below its objective';
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function fleetSentence(fleet: Pick<Fleet, 'agents' | 'needsYou'>): FleetSentence {
  const { total, healthy, idle, unknown } = fleet.agents;
  const quiet = idle + unknown;
  const seen = new Set<string>();
  const lines = fleet.needsYou.filter((need) => !seen.has(need.agent.id) && seen.add(need.agent.id));
  const named = lines.slice(0, 3);
  const wrongCount = Math.max(lines.length, fleet.agents.failing + fleet.agents.degraded);
  const wrong = named.map((need) => `${need.agent.name} ${verb(need)}.`);
  const unnamed = wrongCount - named.length;
  if (unnamed > 0) {
    wrong.push(
      `${capital(numberWord(unnamed))} more ${unnamed === 1 ? 'agent needs' : 'agents need'} a look.`,
    );
  }
  const others = Math.max(0, total - wrongCount);
  if (wrong.length === 0) {
    if (quiet === 0) {
      return total === 1
        ? { wrong: 'The one agent is inside its targets.', rest: '' }
        : { wrong: `All ${numberWord(total)} agents are inside their targets.`, rest: '' };
    }
    if (healthy === 0) {
      const who = total === 1 ? 'The one agent is' : `All ${numberWord(total)} agents are`;
      return { wrong: 'Nothing is known to be wrong.', rest: `${who} too quiet to tell.` };
    }
    const inside = healthy === 1 ? 'agent is inside its targets' : 'agents are inside their targets';
    return {
      wrong: `${capital(numberWord(healthy))} ${inside},`,
      rest: `${numberWord(quiet)} too quiet to tell.`,
    };
  }
  if (others === 0) return { wrong: wrong.join(' '), rest: '' };
  const who = others === 1 ? 'The other one is' : `The other ${numberWord(others)} are`;
  const targets = others === 1 ? 'inside its targets' : 'inside their targets';
  const state =
    quiet === 0 ? targets : healthy === 0 ? 'too quiet to tell' : `${targets} or too quiet to tell`;
  return { wrong: wrong.join(' '), rest: `${who} ${state}.` };
}

/** In the order of the headline, then as the server sorted them: by what is wrong, then by traffic. */
export function inOrderOf<A extends Pick<Agent, 'id'>>(needs: NeedsYou[], agents: A[]): A[] {
  const place = new Map<string, number>();
  for (const [i, need] of needs.entries()) {
    if (!place.has(need.agent.id)) place.set(need.agent.id, i);
  }
  const at = (agent: A) => place.get(agent.id) ?? needs.length;
  return agents.toSorted((a, b) => at(a) - at(b));
}
