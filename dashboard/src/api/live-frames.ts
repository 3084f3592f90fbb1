import type { Action, Agent, AgentStatus, Execution, Ref } from './types';

/** What can be watched; protocol/live.schema.json says what comes back. */
export type Topic = 'health' | 'status' | 'tail' | 'runs' | `executions:${string}`;

/** Which rows of tail and runs are wanted. */
export interface LiveFilter {
  agent?: string;
  status?: string;
  kind?: string;
  model?: string;
  q?: string;
}

export interface StatusChange {
  agent: Ref;
  from: AgentStatus;
  to: AgentStatus;
  reason: string;
  at: string;
}

/** One message of the server; which fields it has follows from its type. */
export interface Frame {
  type: string;
  cursor: string | null;
  topic?: Topic;
  gap?: boolean;
  agents?: Agent[];
  gone?: string[];
  actions?: Action[];
  executions?: Execution[];
  execution?: Execution | null;
  more?: number;
  changes?: StatusChange[];
  code?: string;
  message?: string;
}

/** The topic that a frame is about; null where it is about none. */
export function topicOf(frame: Frame): Topic | null {
  switch (frame.type) {
    case 'snapshot':
    case 'resumed':
    case 'execution':
      return frame.topic ?? null;
    case 'health':
    case 'status':
    case 'tail':
    case 'runs':
      return frame.type;
    default:
      return null;
  }
}

const need = (status: AgentStatus) => (status === 'failing' ? 0 : status === 'degraded' ? 1 : 2);

/** The order of the server: what is wrong first, then by traffic. */
export const byNeed = (a: Agent, b: Agent): number =>
  need(a.status) - need(b.status) ||
  (b.runsPerHour ?? 0) - (a.runsPerHour ?? 0) ||
  (a.lastSeenAt === b.lastSeenAt
    ? a.id.localeCompare(b.id)
    : Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt));

const asOf = (agent: Agent) => Date.parse(agent.health?.asOf ?? '') || 0;

/** Agents after some frames: the younger of two rows of an agent holds, and a ribbon that is there is kept. */
export function withAgents(agents: Agent[], frames: Frame[], limit = Number.POSITIVE_INFINITY): Agent[] {
  const known = new Map(agents.map((agent) => [agent.id, agent]));
  let changed = false;
  for (const frame of frames) {
    for (const agent of frame.agents ?? []) {
      const old = known.get(agent.id);
      if (old ? asOf(agent) < asOf(old) : known.size >= limit) continue;
      known.set(agent.id, { ...agent, ribbon: old?.ribbon ?? null });
      changed = true;
    }
    for (const id of frame.gone ?? []) changed = known.delete(id) || changed;
  }
  return changed ? [...known.values()].sort(byNeed) : agents;
}

export interface Rows<T> {
  /** Newest first. */
  items: T[];
  /** Rows that came too fast to be shown. */
  more: number;
  /** Something that came in while nobody listened is not known any more. */
  gap: boolean;
}

export const noRows = { items: [], more: 0, gap: false };

/** The newest rows after some frames: a later row replaces an earlier one with its id, where it stands. */
export function withRows<T extends { id: string }>(
  rows: Rows<T>,
  frames: Frame[],
  read: (frame: Frame) => T[] | undefined,
  limit: number,
): Rows<T> {
  let { items, more, gap } = rows;
  for (const frame of frames) {
    if (frame.type === 'snapshot') {
      items = [];
      more = 0;
      gap = frame.gap ?? false;
    }
    const place = new Map(items.map((row, index) => [row.id, index]));
    const next = [...items];
    const fresh: T[] = [];
    for (const row of read(frame) ?? []) {
      const at = place.get(row.id);
      if (at === undefined) fresh.unshift(row);
      else next[at] = row;
    }
    const gone = new Set(frame.gone ?? []);
    items = [...fresh, ...next].filter((row) => !gone.has(row.id)).slice(0, limit);
    more += frame.more ?? 0;
  }
  return { items, more, gap };
}
