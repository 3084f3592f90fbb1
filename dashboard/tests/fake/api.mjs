// Answers requests of /api/v1 from a fixed world, as protocol/openapi.yaml says: an operation that the file
// lacks, a request or an answer that is not as described, is answered by 500 with the code CONTRACT.
import { faultsOfAnswer, faultsOfRequest, OPERATIONS, operationOf } from '../contract.mjs';
import * as Agents from './agents.mjs';
import { problem } from './answers.mjs';
import { bigActions, manyAgents } from './big.mjs';
import * as Connect from './connect.mjs';
import * as Executions from './executions.mjs';
import * as Govern from './govern.mjs';
import * as Groups from './groups.mjs';
import { needs, principalOf } from './people.mjs';
import * as Register from './register.mjs';
import * as Settings from './settings.mjs';
import { stateOf } from './state.mjs';
import { makeWorld } from './world.mjs';

export const ROUTES = {
  ...Agents.routes,
  ...Executions.routes,
  ...Groups.routes,
  ...Connect.routes,
  ...Settings.routes,
  ...Govern.routes,
  ...Register.routes,
};

const lacking = Object.keys(ROUTES).filter((name) => !OPERATIONS.some((each) => each.name === name));
if (lacking.length > 0) throw new Error(`openapi.yaml has no ${lacking.join(', ')}`);

const BEFORE_SIGN_IN = /^\/api\/v1\/session(\/password)?$/;
const away = () =>
  problem(
    503,
    'database-away',
    'The database did not answer within 5 s. Intake is not affected: what arrives is stored as soon as it is back.',
  );

/** The cookie that chooses a state: default, empty, error, viewer and others. */
export const scenarioOf = (request) => /scenario=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'default';

export function makeApi(now) {
  const start = now();
  const world = makeWorld(start);
  const shared = { world, start, big: bigActions(start), many: manyAgents(world), states: new Map() };

  /** The answer without regard for whether it is as described. */
  function raw(found, request) {
    const { path, scenario } = request;
    const principal = principalOf(scenario);
    const refused = found.role === 'anybody' ? null : needs(found.role, principal);
    if (refused) return refused;
    if (scenario === 'error' && path !== '/api/v1/status' && !BEFORE_SIGN_IN.test(path)) return away();
    const route = ROUTES[found.name];
    if (!route) return problem(404, 'NOT_FOUND', `The fake server does not answer ${found.name}.`);
    const state = stateOf(shared.states, scenario, start);
    return route({ ...shared, ...request, now: now(), principal, state, params: found.params });
  }

  /** @param request { method, path, q, scenario, body } */
  function answer(request) {
    const { method, path, q, body } = request;
    const wrong = faultsOfRequest(method, path, q, body);
    if (wrong.length > 0) return problem(500, 'CONTRACT', wrong.join('\n'));
    const given = raw(operationOf(method, path), request);
    const sent = given.body === undefined ? undefined : JSON.parse(JSON.stringify(given.body));
    const faults = faultsOfAnswer(method, path, given.status, sent);
    return faults.length > 0 ? problem(500, 'CONTRACT', faults.join('\n')) : given;
  }

  return { answer, shared, snapshot: (topic, filter, scenario) => snapshot(shared, topic, filter, scenario) };
}

/** What a topic of the live connection is first answered with. */
function snapshot(shared, topic, filter, scenario) {
  const ask = { ...shared, scenario, state: stateOf(shared.states, scenario, shared.start) };
  if (topic === 'health' || topic === 'status') return { agents: Agents.watched(ask) };
  if (topic === 'tail')
    return { actions: scenario === 'empty' ? [] : Executions.tailOf(ask, filter).slice(0, 50).toReversed() };
  if (topic === 'runs') return { executions: [] };
  const execution = Executions.executionOf(ask, topic.slice('executions:'.length));
  if (!execution) return { execution: null };
  const { input, output, children, parent, aliases, missingSpans, ...row } = execution;
  return { execution: row };
}
