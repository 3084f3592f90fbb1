// Runs, their actions, sessions and saved views: the routes.
import { actionsOf, detailOf } from './actions.mjs';
import { HOUR, moment, ok, page, problem, uuidOf } from './answers.mjs';
import { BIG_ID } from './big.mjs';
import { matching, sorted } from './query.mjs';
import { rate } from './random.mjs';
import { childOf, runOf } from './runs.mjs';

const unknownRun = () =>
  problem(404, 'execution-unknown', 'No execution has this id, or it is older than the retention.');
/** A run of another organization of the same person. */
const ELSEWHERE = `${'e'.repeat(32)}-${'e'.repeat(16)}`;

function histogram(ask, q = ask.q) {
  const { now } = ask;
  const runs = matching(ask, q);
  const from = moment(q.get('from'), now) ?? now - 24 * HOUR;
  const to = moment(q.get('to'), now) ?? now;
  const stepMs = Math.max(1000, Math.ceil((to - from) / 90 / 1000) * 1000);
  const points = [];
  for (let t = from; t < to; t += stepMs)
    points.push({ at: new Date(t).toISOString(), executions: 0, failed: 0, unknown: 0 });
  for (const e of runs) {
    const p = points[Math.floor((Date.parse(e.startedAt) - from) / stepMs)];
    if (!p) continue;
    p.executions++;
    if (e.success.value === false) p.failed++;
    if (e.success.value === null) p.unknown++;
  }
  const failed = runs.filter((e) => e.success.value === false).length;
  const unknown = runs.filter((e) => e.success.value === null).length;
  const slowest = runs.map((e) => e.durationMs).sort((a, b) => a - b);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMs,
    points,
    total: runs.length,
    failed,
    unknown,
    costUsd: runs.reduce((s, e) => s + Number(e.costUsd ?? 0), 0).toFixed(6),
    successRate: rate(runs.length - failed - unknown, runs.length - unknown, unknown),
    latencyP95Ms: slowest[Math.floor(slowest.length * 0.95)] ?? null,
    complete: true,
    scannedTo: new Date(from).toISOString(),
  };
}

function facets(ask) {
  const q = new URLSearchParams(ask.q);
  for (const key of ['failed', 'success', 'status', 'errorType']) q.delete(key);
  const runs = matching(ask, q).filter((e) => e.success.value !== null);
  const bad = runs.filter((e) => e.success.value === false);
  const rest = runs.filter((e) => e.success.value);
  const has = (field, value) => (e) =>
    (field.startsWith('attr.') ? e.attributes[field.slice(5)] : e[field]) === value;
  const traits = [
    ['attr.locale', 'de', [{ field: 'attr.campaign', value: 'DACH Q4' }]],
    ['promptVersion', 'v14', []],
  ].map(([field, value, also]) =>
    trait(
      field,
      value,
      also,
      bad.filter(has(field, value)).length,
      rest.filter(has(field, value)).length,
      bad.length,
      rest.length,
    ),
  );
  const shown = traits.filter((each) => each.failedCount >= 10 && each.lift > 1);
  return { failed: bad.length, other: rest.length, traits: shown, complete: true };
}

/** How much more often runs fail with a trait than without. */
function trait(field, value, also, failedCount, otherCount, failed, other) {
  const runs = failedCount + otherCount;
  const restRuns = failed + other - runs;
  const failureRate = runs ? failedCount / runs : 0;
  const restFailureRate = restRuns ? (failed - failedCount) / restRuns : 0;
  return {
    field,
    value,
    also,
    failedCount,
    otherCount,
    failedShare: failed ? failedCount / failed : 0,
    otherShare: other ? otherCount / other : 0,
    runs,
    restRuns,
    failureRate,
    restFailureRate,
    lift: restFailureRate > 0 ? failureRate / restFailureRate : 100,
  };
}

const briefOf = ({ id, agent, name, status, startedAt, durationMs }) => ({
  id,
  agent,
  name,
  status,
  startedAt,
  durationMs,
});

/** A run that another one called. */
function calledOf(world, run) {
  const parent = runOf(world, run.parentExecutionId);
  return {
    ...run,
    input: 'the draft',
    output: 'fine',
    children: [],
    parent: { ...briefOf(parent), parentSpanId: null },
    aliases: [],
    missingSpans: 0,
  };
}

/** One execution with what lies around it; null where there is none. */
export function executionOf({ world, big }, id) {
  if (id === BIG_ID) {
    return {
      ...world.runs[3],
      id,
      traceId: 'b'.repeat(32),
      agent: world.ref(world.agents[2]),
      name: 'Research everything',
      subject: null,
      vcs: null,
      status: 'ok',
      success: { value: true, source: 'status', confidence: 1 },
      error: null,
      actionCount: big.length,
      durationMs: 598_000,
      startedAt: big[0].startedAt,
      input: 'all leads',
      output: 'done',
      children: [],
      parent: null,
      aliases: [],
      missingSpans: 3,
    };
  }
  const run = runOf(world, id);
  if (!run) return null;
  if (run.parentExecutionId) return calledOf(world, run);
  const child = childOf(world, run);
  return {
    ...run,
    input:
      'Write the first email to Nordlicht Solar GmbH (Kiel, solar installer, 40 staff). Contact <PERSON_NAME:k1x7f3a9b21>, <EMAIL:k1xc1d0e4a8>.',
    output: run.success.value === false ? null : 'sent to checker',
    children: child ? [{ ...briefOf(child), parentSpanId: child.id.split('-')[1] }] : [],
    parent: {
      id: world.runs[3].id,
      agent: world.ref(world.agents[2]),
      name: 'Research everything',
      status: 'ok',
      startedAt: world.runs[3].startedAt,
      durationMs: world.runs[3].durationMs,
      parentSpanId: null,
    },
    aliases: [],
    missingSpans: 0,
  };
}

const actionsIn = ({ world, big }, id) =>
  id === BIG_ID ? big : actionsOf(runOf(world, id), childOf(world, runOf(world, id)));

function actions(ask) {
  const { q } = ask;
  const all = actionsIn(ask, ask.params.id);
  const parent = q.get('parent');
  if (parent === 'all') return page(all, q, 200);
  const root = all.find((a) => a.parentId === null);
  const under = parent ?? root.spanId;
  const children = all.filter((a) => a.parentId === under);
  return page(parent ? children : [root, ...children], q, 200);
}

/** Actions across agents, newest first. */
export function tailOf({ world }, { agent, kind, status }) {
  return world.runs
    .slice(0, 60)
    .filter((e) => !agent || e.agent.id === agent)
    .flatMap((run) => actionsOf(run).slice(1))
    .filter((a) => (!kind || a.kind === kind) && (!status || a.status === status))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

const unreadableId = () =>
  problem(
    400,
    'invalid_field',
    'id: is an execution id like 7f3a5c9e1d2b4860a1b2c3d4e5f60718-00f067aa0ba902b7',
    [{ field: 'id', message: 'is not the id of an execution' }],
  );

function elsewhere() {
  const { status, body } = unknownRun();
  const organization = { id: '0b4dd1ac-6f0e-4f25-8c1c-5a0f6f1a2b3c', name: 'Example fleet' };
  return { status, body: { ...body, organization } };
}

function ofRun(answer) {
  return (ask) => {
    if (!/^[0-9a-f]{32}(-[0-9a-f]{16})?$/.test(ask.params.id)) return unreadableId();
    if (ask.params.id === ELSEWHERE) return elsewhere();
    const run = ask.scenario === 'empty' ? null : executionOf(ask, ask.params.id);
    return run ? answer(ask, run) : unknownRun();
  };
}

function action(ask, run) {
  const found = actionsIn(ask, ask.params.id).find((a) => a.spanId === ask.params.spanId);
  return found ? ok(detailOf(run, found)) : problem(404, 'action-unknown', 'No action has this id.');
}

function session(ask) {
  const { world, q } = ask;
  const id = q.get('id');
  const runs = world.runs.filter((e) => e.sessionId === id).reverse();
  if (!runs.length) return problem(404, 'session-unknown', 'No session has this id.');
  const turn = ({ children, parent, aliases, missingSpans, ...row }) => row;
  return ok({
    id,
    agentIds: [...new Set(runs.map((e) => e.agent.id))],
    startedAt: runs[0].startedAt,
    lastAt: runs.at(-1).startedAt,
    executionCount: runs.length,
    totalCostUsd: '0.124500',
    executions: runs.map((e) => turn(executionOf(ask, e.id))),
    nextCursor: null,
  });
}

function saveView({ state, body, now }) {
  const view = {
    id: uuidOf(state.views.length + 1),
    createdAt: new Date(now).toISOString(),
    createdBy: 'Local administrator',
    ...body,
  };
  state.views.push(view);
  return ok(view, 201);
}

export const routes = {
  'GET /api/v1/executions': (ask) =>
    ok(page(ask.scenario === 'empty' ? [] : sorted(matching(ask, ask.q), ask.q), ask.q)),
  'GET /api/v1/executions/histogram': (ask) =>
    ok(histogram(ask, ask.scenario === 'empty' ? new URLSearchParams('agent=none') : ask.q)),
  'GET /api/v1/executions/facets': (ask) =>
    ok(ask.scenario === 'empty' ? { failed: 0, other: 0, traits: [], complete: true } : facets(ask)),
  'GET /api/v1/executions/{id}': ofRun((_, run) => ok(run)),
  'DELETE /api/v1/executions/{id}': ofRun(() => ok({ job: uuidOf(1) }, 202)),
  'GET /api/v1/executions/{id}/actions': ofRun((ask) => ok(actions(ask))),
  'GET /api/v1/executions/{id}/actions/{spanId}': ofRun(action),
  'GET /api/v1/actions': (ask) =>
    ok(page(ask.scenario === 'empty' ? [] : tailOf(ask, Object.fromEntries(ask.q)), ask.q)),
  'GET /api/v1/sessions': session,
  'GET /api/v1/views': ({ state, q }) => ok(page(state.views, q)),
  'POST /api/v1/views': saveView,
};
