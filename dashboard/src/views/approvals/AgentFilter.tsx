import { useRef } from 'react';
import type { Approval } from '@/api/types';

/** Shows the questions of one agent; offers the agents that questions came from. */
export function AgentFilter({
  agent,
  known,
  onChange,
}: {
  agent: string | undefined;
  known: Approval[];
  onChange: (agent: string | null) => void;
}) {
  const seen = useRef(new Map<string, string>());
  for (const each of known) seen.current.set(each.agent.id, each.agent.name);
  const agents = [...seen.current].sort((a, b) => a[1].localeCompare(b[1]));
  if (agent === undefined && agents.length < 2) return null;
  return (
    <label className="flex items-center gap-2 border-b border-line px-3.5 py-2 text-12 text-ink-3">
      Agent
      <select
        className="field sm min-w-0 flex-1"
        value={agent ?? ''}
        onChange={(event) => onChange(event.target.value || null)}
      >
        <option value="">All agents</option>
        {agent !== undefined && !seen.current.has(agent) && <option value={agent}>The chosen agent</option>}
        {agents.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
