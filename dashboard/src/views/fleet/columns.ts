import type { Agent, Group } from '@/api/types';

/** What a row of Fleet is made of: the agent, and its runs of the chosen range. */
export interface AgentRow {
  agent: Agent;
  group: Group | null;
}

export type ColumnId =
  | 'name'
  | 'success'
  | 'p95'
  | 'cost'
  | 'costPerSuccess'
  | 'runs'
  | 'tokens'
  | 'prompt'
  | 'seen';

export interface Sort {
  by: ColumnId;
  descending: boolean;
}

type Value = string | number | null;

const READ: Record<ColumnId, (row: AgentRow) => Value> = {
  name: ({ agent }) => agent.name.toLowerCase(),
  success: ({ agent }) => agent.health?.successRate.value ?? null,
  p95: ({ agent }) => agent.health?.latencyMs.p95 ?? null,
  cost: ({ group }) => (group?.costUsd ? Number(group.costUsd) : null),
  costPerSuccess: ({ agent }) => (agent.costPerSuccessUsd ? Number(agent.costPerSuccessUsd) : null),
  runs: ({ agent }) => agent.runsPerHour,
  tokens: ({ agent }) => agent.tokensPerRun,
  prompt: ({ agent }) => agent.promptVersion,
  seen: ({ agent }) => Date.parse(agent.lastSeenAt),
};

/** Names from A on, the worst success first, everything else from the highest down. */
const ASCENDS_FIRST = new Set<ColumnId>(['name', 'success', 'prompt']);

/** The sort that an address asks for, `-cost` for the highest first; null: what is wrong first, then by traffic. */
export function sortOf(text: string | null): Sort | null {
  const by = text?.replace(/^-/, '') as ColumnId | undefined;
  return by && by in READ ? { by, descending: text?.startsWith('-') ?? false } : null;
}

/** What a click on a head asks for: its usual direction, the other one, and then the order of Fleet again. */
export function nextSort(now: Sort | null, by: ColumnId): string | null {
  const first = !ASCENDS_FIRST.has(by);
  const text = (descending: boolean) => (descending ? `-${by}` : by);
  if (now?.by !== by) return text(first);
  return now.descending === first ? text(!first) : null;
}

/** Rows in the order of a column; what is not known is last, in both directions. */
export function sorted(rows: AgentRow[], sort: Sort | null): AgentRow[] {
  if (!sort) return rows;
  const read = READ[sort.by];
  return rows.toSorted((a, b) => {
    const [x, y] = [read(a), read(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (x < y ? -1 : x > y ? 1 : 0) * (sort.descending ? -1 : 1);
  });
}
