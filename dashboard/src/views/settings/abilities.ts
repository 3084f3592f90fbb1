import type { EndpointRow } from '@/api/types';

type Caller = EndpointRow['roles'][number];

interface Ability {
  name: string;
  /** The endpoint that stands for it: who may call it has the ability. */
  by?: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`;
  /** Where it is no endpoint of its own: what an answer holds depends on the role. */
  roles?: Caller[];
}

/** What people ask when they ask who may do what. */
const ABILITIES: Ability[] = [
  { name: 'See agents, runs and numbers', by: 'GET /api/v1/executions' },
  { name: 'Read messages, inputs and outputs', roles: ['developer', 'admin'] },
  { name: 'Send telemetry and outcomes', by: 'POST /api/v1/executions' },
  { name: 'See requests at Connect, send a test trace', by: 'POST /api/v1/connect/test' },
  { name: 'Save views', by: 'POST /api/v1/views' },
  { name: 'Change name, owner, objectives and register entry of agents', by: 'PATCH /api/v1/agents/{id}' },
  { name: 'Review agents in the register', roles: ['admin'] },
  { name: 'Stop agents and the fleet', by: 'POST /api/v1/agents/{agent}/stop' },
  { name: 'Resume agents and the fleet', by: 'POST /api/v1/agents/{agent}/resume' },
  { name: 'Approve and deny tool calls, make links that do', by: 'POST /api/v1/approvals/{id}/approve' },
  { name: 'Change limits and tool rules of agents', by: 'PUT /api/v1/agents/{agent}/tool-rules' },
  { name: 'Test the privacy policy', by: 'POST /api/v1/privacy-policy/try' },
  { name: 'Change privacy policy, prices and retention', by: 'PUT /api/v1/privacy-policy' },
  { name: 'Manage API keys', by: 'POST /api/v1/keys' },
  { name: 'Manage members', by: 'POST /api/v1/members' },
  { name: 'Manage webhooks', by: 'POST /api/v1/webhooks' },
  { name: 'Delete runs and people’s data', by: 'DELETE /api/v1/executions/{id}' },
  { name: 'Read the audit log', by: 'GET /api/v1/audit' },
];

/** The abilities with the roles that have them, as the server decides. */
export function abilitiesOf(endpoints: EndpointRow[]): { name: string; roles: Caller[] }[] {
  const rolesOf = new Map(endpoints.map((row) => [`${row.method} ${row.path}`, row.roles]));
  return ABILITIES.flatMap(({ name, by, roles }) => {
    const who = roles ?? (by && rolesOf.get(by));
    return who ? [{ name, roles: who }] : [];
  });
}
