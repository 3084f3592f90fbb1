// Runs, their actions, sessions and saved views: the routes.
import { actionsOf, detailOf } from './actions.mjs';
import { HOUR, moment, ok, page, problem, uuidOf } from './answers.mjs';
import { BIG_ID } from './big.mjs';
import { rate } from './random.mjs';
import { runOf } from './runs.mjs';

function matching({ world, now }, q) {
  const from = moment(q.get('from'), now) ?? now - 24 * HOUR;
  const to = moment(q.get('to'), now) ?? now;
  const text = q.get('q')?.toLowerCase();
  const same = {
    agent: (e) => e.agent.id,
    status: (e) => e.status,
    environment: (e) => e.environment,
    model: (e) => e.models[0],
    promptVersion: (e) => e.promptVersion,
    promptName: (e) => e.promptName,
    version: (e) => e.agentVersion,
    sessionId: (e) => e.sessionId,
    userId: (e) => e.userId,
    traceId: (e) => e.traceId,
    errorType: (e) => e.error?.type,
  };
  return world.runs.filter((e) => {
    const t = Date.parse(e.startedAt);
    if (t < from || t > to) return false;
    for (const [key, read] of Object.entries(same)) if (q.get(key) && read(e) !== q.get(key)) return false;
    for (const [key, value] of q)
      if (key.startsWith('attr.') && e.attributes[key.slice(5)] !== value) return false;
    if (q.get('failed') === 'true' && e.success.value !== false) return false;
    if (q.get('success') && String(e.success.value) !== q.get('success')) return false;
    if (q.get('minDurationMs') && e.durationMs < Number(q.get('minDurationMs'))) return false;
    if (q.get('minCostUsd') && Number(e.costUsd) < Number(q.get('minCostUsd'))) return false;
    return !text || `${e.name} ${e.error?.message ?? ''}`.toLowerCase().includes(text);
  });
}

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
  const runs = matching(ask, ask.q).filter((e) => e.success.value !== null);
  const bad = runs.filter((e) => e.success.value === false);
  const rest = runs.filter((e) => e.success.value);
  const share = (list, field, value) =>
    list.filter((e) => (field.startsWith('attr.') ? e.attributes[field.slice(5)] : e[field]) === value)
      .length;
  const traits = [
    ['attr.locale', 'de'],
    ['attr.campaign', 'DACH Q4'],
    ['promptVersion', 'v14'],
    ['environment', 'production'],
  ].map(([field, value]) => ({
    field,
    value,
    failedCount: share(bad, field, value),
    otherCount: share(rest, field, value),
    failedShare: bad.length ? share(bad, field, value) / bad.length : 0,
    otherShare: rest.length ? share(rest, field, value) / rest.length : 0,
  }));
  return { failed: bad.length, other: rest.length, traits: bad.length ? traits : [], complete: true };
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
  return {
    ...run,
    input:
      'Write the first email to Nordlicht Solar GmbH (Kiel, solar installer, 40 staff). Contact <PERSON_NAME:k1x7f3a9b21>, <EMAIL:k1xc1d0e4a8>.',
    output: run.success.value === false ? null : 'sent to checker',
    children: [],
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

const actionsIn = ({ world, big }, id) => (id === BIG_ID ? big : actionsOf(runOf(world, id)));

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

const unknownRun = () =>
  problem(404, 'execution-unknown', 'No execution has this id, or it is older than the retention.');

function ofRun(answer) {
  return (ask) => {
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
  'GET /api/v1/executions': (ask) => ok(page(ask.scenario === 'empty' ? [] : matching(ask, ask.q), ask.q)),
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
