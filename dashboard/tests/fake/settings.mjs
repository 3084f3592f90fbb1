// Who asks, and what Settings shows: the routes.

import { OPERATIONS } from '../contract.mjs';
import { list, ok } from './answers.mjs';
import { audit, retention } from './audit.mjs';
import { keys } from './keys.mjs';
import { addOutcome, outcomes } from './outcomes.mjs';
import { EXAMPLE, members, modeOf, open, organizationOf, session } from './people.mjs';
import { prices } from './prices.mjs';
import { privacy } from './privacy.mjs';
import { webhooks } from './webhooks.mjs';

const rank = { anybody: 0, signed: 0, viewer: 1, developer: 2, admin: 3 };
const rolesOf = (needed) =>
  needed === 'ingest'
    ? ['admin', 'developer', 'agent', 'ingest']
    : needed === 'agent'
      ? ['admin', 'developer', 'agent']
      : rank[needed] === 0
        ? []
        : ['admin', 'developer', 'viewer'].filter((role) => rank[role] >= rank[needed]);

/** The table of endpoints is the file's own. */
const ENDPOINTS = OPERATIONS.map(({ name, role }) => ({
  method: name.split(' ')[0],
  path: name.split(' ')[1],
  roles: rolesOf(role),
  signed: role === 'signed',
  operator: role === 'operator',
}));

const consumersOf = (scenario, now) =>
  ['measure', 'words'].map((name) => ({
    name,
    lag: scenario === 'stalled' ? 1240 : 0,
    oldestWaitingSeconds: scenario === 'stalled' ? 900 : null,
    lastAdvancedAt: new Date(now - (scenario === 'stalled' ? 900_000 : 500)).toISOString(),
    setAside: 0,
    state: scenario === 'stalled' ? 'stalled' : 'ok',
  }));

const status = ({ scenario, state, principal, now }) =>
  ok({
    version: '0.1.0',
    mode: modeOf(scenario),
    organization: organizationOf(scenario, state),
    principal,
    consumers: consumersOf(scenario, now),
    now: new Date(now).toISOString(),
  });

function organizations({ scenario, state }) {
  const choice = ({ id, name, simulated }, current) => ({ id, name, simulated, current });
  const own = choice({ ...state.organization, simulated: false }, scenario !== 'simulated');
  return list(
    /^(simulated|server)/.test(scenario) ? [own, choice(EXAMPLE, scenario === 'simulated')] : [own],
  );
}

function changeOrganization({ state, body }) {
  for (const key of ['name', 'timeZone']) if (body[key]) state.organization[key] = body[key];
  return ok({ ...state.organization, simulated: false });
}

const chooseOrganization = ({ scenario, state, body }) =>
  ok(session(scenario, state), 200, {
    'Set-Cookie': `scenario=${body.id === EXAMPLE.id ? 'simulated' : 'server'}; Path=/`,
  });

const all = (handler, ...names) => Object.fromEntries(names.map((name) => [name, handler]));

export const routes = {
  'GET /api/v1/status': status,
  'GET /api/v1/organizations': organizations,
  'PATCH /api/v1/organization': changeOrganization,
  'PUT /api/v1/session/organization': chooseOrganization,
  'GET /api/v1/endpoints': () => list(ENDPOINTS),
  ...all(open, 'GET /api/v1/session', 'POST /api/v1/session', 'DELETE /api/v1/session'),
  'POST /api/v1/session/password': open,
  ...all(members, 'GET /api/v1/members', 'POST /api/v1/members', 'PATCH /api/v1/members/{id}'),
  ...all(members, 'DELETE /api/v1/members/{id}', 'POST /api/v1/members/{id}/link'),
  ...all(keys, 'GET /api/v1/keys', 'POST /api/v1/keys', 'DELETE /api/v1/keys/{id}'),
  ...all(audit, 'GET /api/v1/audit', 'GET /api/v1/audit/verify'),
  ...all(privacy, 'GET /api/v1/privacy-policy', 'PUT /api/v1/privacy-policy'),
  'POST /api/v1/privacy-policy/try': privacy,
  ...all(prices, 'GET /api/v1/prices', 'PUT /api/v1/prices', 'DELETE /api/v1/prices'),
  ...all(retention, 'GET /api/v1/retention', 'PUT /api/v1/retention'),
  ...all(webhooks, 'GET /api/v1/webhooks', 'POST /api/v1/webhooks', 'POST /api/v1/webhooks/try'),
  ...all(webhooks, 'PATCH /api/v1/webhooks/{id}', 'DELETE /api/v1/webhooks/{id}'),
  'POST /api/v1/outcomes': addOutcome,
  'GET /api/v1/executions/{id}/outcomes': outcomes,
};
