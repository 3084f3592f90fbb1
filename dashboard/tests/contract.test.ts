// @vitest-environment node
import { expect, it } from 'vitest';
import { faultsOfAnswer, faultsOfRequest, OPERATIONS } from './contract.mjs';
import { actionsOf } from './fake/actions.mjs';
import { uuidOf } from './fake/answers.mjs';
import { makeApi, ROUTES } from './fake/api.mjs';
import { BIG_ID } from './fake/big.mjs';

const NOW = Date.parse('2026-11-24T14:31:07.000Z');
const { answer, shared } = makeApi(() => NOW);
const SCENARIOS = 'default empty calm many green viewer developer server simulated broken error'.split(' ');

const failed = shared.world.runs.find((run) => run.success.value === false) ?? shared.world.runs[0];
const known: Record<string, string> = {
  '/api/v1/agents/{id}': shared.world.agents[0].id,
  '/api/v1/agents/{agent}': shared.world.agents[0].id,
  '/api/v1/approvals/{id}': uuidOf(1),
  '/api/v1/executions/{id}': failed.id,
  '{spanId}': (actionsOf(failed)[3] as { spanId: string }).spanId,
};
const asked: Record<string, string> = {
  '/api/v1/sessions': new URLSearchParams({ id: failed.sessionId ?? '' }).toString(),
};
const concrete = (path: string) =>
  Object.entries(known).reduce(
    (at, [pattern, id]) => at.replace(pattern, pattern.replace(/\{\w+\}/, encodeURIComponent(id))),
    path,
  );
const get = (path: string, scenario = 'default', query = '') =>
  answer({ method: 'GET', path, q: new URLSearchParams(query), scenario, body: undefined });
const QUESTIONS = Object.keys(ROUTES).filter((name) => name.startsWith('GET '));

it.each(QUESTIONS)('the stand-in answers %s as the contract says, in every scenario', (name) => {
  for (const scenario of SCENARIOS) {
    const { status, body } = get(concrete(name.slice(4)), scenario, asked[name.slice(4)]);
    expect(body?.code === 'CONTRACT' ? body.detail : '', scenario).toBe('');
    if (scenario === 'default') expect(status).toBe(200);
  }
});

it.each([
  ['/api/v1/agents', 'include=ribbon&limit=3'],
  [`/api/v1/agents/${shared.world.agents[0].id}/metrics`, 'by=model&from=-6h&step=5m'],
  [`/api/v1/agents/${shared.world.agents[0].id}/metrics`, 'by=promptVersion'],
  ['/api/v1/executions', 'attr.locale=de&failed=true&limit=5'],
  [`/api/v1/executions/${BIG_ID}`, ''],
  [`/api/v1/executions/${BIG_ID}/actions`, 'parent=all&limit=1000'],
  ['/api/v1/actions', 'kind=tool&limit=20'],
])('the stand-in answers %s?%s as the contract says', (path, query) => {
  expect(get(path, 'default', query)).toMatchObject({ status: 200 });
});

it('the stand-in refuses who has not the role that the contract names', () => {
  expect(get('/api/v1/members', 'viewer').status).toBe(403);
  expect(get('/api/v1/agents', 'signedout').status).toBe(401);
  expect(get('/api/v1/session', 'signedout').status).toBe(200);
});

it('an answer with a wrong, a missing or an unknown field is a fault', () => {
  const { body } = get('/api/v1/executions', 'default', 'limit=1');
  const check = (change: object) => {
    const item = { ...body.items[0], ...change };
    const sent = JSON.parse(JSON.stringify({ ...body, items: [item] }));
    return faultsOfAnswer('GET', '/api/v1/executions', 200, sent);
  };
  expect(check({})).toEqual([]);
  expect(check({ actionCount: 'six' })[0]).toMatch(/actionCount must be integer/);
  expect(check({ endedAt: undefined })[0]).toMatch(/required property 'endedAt'/);
  expect(check({ colour: 'red' })[0]).toMatch(/colour/);
  expect(check({ status: 'fine' })[0]).toMatch(/status must be equal to one of/);
});

it('what the contract lacks is a fault: an operation, a status, a parameter, a field of a request', () => {
  expect(faultsOfAnswer('GET', '/api/v1/nothing', 200, {})).toHaveLength(1);
  expect(faultsOfAnswer('GET', '/api/v1/agents', 418, {})).toHaveLength(1);
  expect(faultsOfRequest('GET', '/api/v1/agents', new URLSearchParams('colour=red'), undefined)).toEqual([
    'GET /api/v1/agents: parameter colour',
  ]);
  const view = { name: 'a', page: 'executions', query: '', colour: 'red' };
  expect(faultsOfRequest('POST', '/api/v1/views', new URLSearchParams(), view)[0]).toMatch(/colour/);
});

it('a literal path wins over a parameter', () => {
  const names = OPERATIONS.map((operation) => operation.name);
  expect(names.indexOf('GET /api/v1/executions/facets')).toBeLessThan(
    names.indexOf('GET /api/v1/executions/{id}'),
  );
});
