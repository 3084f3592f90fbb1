'use client';

import Link from 'next/link';
import { memo, useMemo, useState } from 'react';
import type { Agent, AgentStatus } from '@/api/types';
import { plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { glyphOfAgent, StatusGlyph, wordOfAgent } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { Count, Interval, Money } from '@/ui/values';

const NOBODY = 'no owner';

/** A cell is drawn again only when the agent is called otherwise or does otherwise: there may be hundreds. */
const Cell = memo(function Cell({ id, name, status }: { id: string; name: string; status: AgentStatus }) {
  const word = wordOfAgent(status);
  return (
    <Link
      href={href('/agent', { id })}
      className="cell"
      title={`${name}: ${word}`}
      aria-label={`${name}, ${word}`}
      prefetch={false}
    >
      <StatusGlyph kind={glyphOfAgent(status)} size={14} />
    </Link>
  );
});

/** By owner, and then by name: a cell stays where it is, however its traffic goes. */
function teamsOf(agents: Agent[]): Map<string, Agent[]> {
  const teams = new Map<string, Agent[]>();
  for (const agent of agents) {
    const team = agent.owner ?? NOBODY;
    const members = teams.get(team);
    if (members) members.push(agent);
    else teams.set(team, [agent]);
  }
  for (const members of teams.values())
    members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return new Map(
    [...teams].sort(([a], [b]) => Number(a === NOBODY) - Number(b === NOBODY) || (a < b ? -1 : 1)),
  );
}

/** Everybody who needs nobody: one cell an agent, by the team that owns it; a team unfolds into rows. */
export const UnitCells = memo(function UnitCells({ agents, sorted }: { agents: Agent[]; sorted: boolean }) {
  const [open, setOpen] = useState<string | null>(null);
  const teams = useMemo(() => teamsOf(agents), [agents]);
  return (
    <Panel
      title="Everybody else"
      sub={`${plural(agents.length, 'agent')}${sorted ? '' : ' inside their targets or too quiet to tell'}, by owner`}
    >
      {[...teams].map(([team, members]) => (
        <div key={team} className="border-b border-line last:border-0">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
            <button
              type="button"
              className="basis-full truncate py-2 text-left font-medium sm:basis-44 sm:py-0"
              aria-expanded={open === team}
              onClick={() => setOpen(open === team ? null : team)}
            >
              {team} <span className="font-normal text-ink-3">{members.length}</span>
            </button>
            <div className="cells flex-1">
              {members.map((agent) => (
                <Cell key={agent.id} id={agent.id} name={agent.name} status={agent.status} />
              ))}
            </div>
          </div>
          {open === team && (
            <table className="plain border-t border-line">
              <thead>
                <tr>
                  <th>Agent</th>
                  <th className="r">Success, 1 h</th>
                  <th className="r">Cost / success</th>
                  <th className="r">Runs / h</th>
                </tr>
              </thead>
              <tbody>
                {members.map((agent) => (
                  <tr key={agent.id}>
                    <td>
                      <Link className="hover:underline" href={href('/agent', { id: agent.id })}>
                        {agent.name}
                      </Link>
                    </td>
                    <td className="r">
                      <Interval rate={agent.health?.successRate} />
                    </td>
                    <td className="r">
                      <Money usd={agent.costPerSuccessUsd} />
                    </td>
                    <td className="r">
                      <Count
                        n={agent.runsPerHour === null ? null : Math.round(agent.runsPerHour)}
                        why="not seen"
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      ))}
    </Panel>
  );
});
