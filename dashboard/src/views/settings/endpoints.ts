import type { EndpointRow } from '@/api/types';

/** The columns of the table: everybody who can call an endpoint. */
export const CALLERS = ['viewer', 'developer', 'admin', 'agent', 'ingest'] as const;

const GROUPS: [name: string, path: RegExp][] = [
  ['Sign-in', /^\/api\/v1\/(session($|\/)|organizations?$|status$)/],
  ['People and keys', /^\/api\/v1\/(members|keys|endpoints)/],
  ['Agents', /^\/api\/v1\/(agents|fleet|metrics|changes|dependencies)/],
  ['Runs and actions', /^\/api\/v1\/(executions|actions|sessions|outcomes|users|views|remap|live)/],
  ['Connect', /^\/api\/v1\/connect/],
  ['Privacy, prices, retention', /^\/api\/v1\/(privacy-policy|prices|retention)/],
  ['Webhooks', /^\/api\/v1\/webhooks/],
  ['Audit and operation', /^\/api\/v1\/audit|^\/metrics$/],
  ['Telemetry', /\/v1\/(traces|logs|metrics)$/],
];
const REST = 'Public, and other';

export interface EndpointGroup {
  name: string;
  rows: EndpointRow[];
}

/** The endpoints in the order in which people think of them; what has no place of its own is last. */
export function grouped(rows: EndpointRow[], filter: string): EndpointGroup[] {
  const word = filter.trim().toLowerCase();
  const seen = new Set<string>();
  const groups = new Map<string, EndpointRow[]>([...GROUPS.map(([name]) => name), REST].map((n) => [n, []]));
  for (const row of rows) {
    const key = `${row.method} ${row.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const open = row.operator ? 'operator' : 'everyone';
    const who = row.roles.length === 0 ? open : row.roles.join(' ');
    const name = GROUPS.find(([, path]) => path.test(row.path))?.[0] ?? REST;
    if (!word || `${key} ${who} ${name}`.toLowerCase().includes(word)) groups.get(name)?.push(row);
  }
  return [...groups].map(([name, list]) => ({ name, rows: list })).filter((group) => group.rows.length > 0);
}
