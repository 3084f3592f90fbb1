// A small stand-in for the server: serves dashboard/out and the contract's shapes from a fixed world.
// node tests/fake-api.mjs [port]; the cookie `scenario` chooses a state: empty, error, calm, many,
// green, slow, offline, simulated, broken; server, developer, viewer, signedout (server mode).
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { BIG_ID, bigActions, manyAgents } from './fake/big.mjs';
import { serveLive } from './fake/live.mjs';
import { rate } from './fake/random.mjs';
import { modeOf, settings } from './fake/settings.mjs';
import { snippets } from './fake/snippets.mjs';
import { actionsOf, detailOf, HOUR, MINUTE, makeWorld } from './fake/world.mjs';

const OUT = new URL('../out/', import.meta.url).pathname;
const PORT = Number(process.argv[2] ?? process.env.PORT ?? 8090);
const NOW = process.env.FAKE_NOW ? Date.parse(process.env.FAKE_NOW) : Date.now();
const STARTED = Date.now();
const now = () => NOW + (Date.now() - STARTED);
const world = makeWorld(NOW);
const big = bigActions(NOW);
const many = manyAgents(world);
const views = [];
const edits = new Map();
let tested = null;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
};

const moment = (bound) => {
  if (!bound) return null;
  const m = /^-(\d+)([smhd])$/.exec(bound);
  return m ? now() - Number(m[1]) * { s: 1000, m: MINUTE, h: HOUR, d: 24 * HOUR }[m[2]] : Date.parse(bound);
};
const page = (items, q, limit = 100) => {
  const size = Number(q.get('limit') ?? limit);
  const from = Number(q.get('cursor') ?? 0);
  const next = from + size;
  return { items: items.slice(from, next), nextCursor: next < items.length ? String(next) : null };
};

function matching(q) {
  const from = moment(q.get('from')) ?? now() - 24 * HOUR;
  const to = moment(q.get('to')) ?? now();
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

function histogram(q) {
  const runs = matching(q);
  const from = moment(q.get('from')) ?? now() - 24 * HOUR;
  const to = moment(q.get('to')) ?? now();
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
    scannedTo: null,
  };
}

function facets(q) {
  const runs = matching(q).filter((e) => e.success.value !== null);
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

function fleet(q, scenario) {
  const from = moment(q.get('from')) ?? now() - 6 * HOUR;
  const list =
    scenario === 'empty' ? [] : scenario === 'many' ? many : scenario === 'calm' ? calm() : world.agents;
  const tally = (status) => list.filter((a) => a.status === status).length;
  return {
    asOf: new Date(now()).toISOString(),
    from: new Date(from).toISOString(),
    to: new Date(moment(q.get('to')) ?? now()).toISOString(),
    agents: {
      total: list.length,
      failing: tally('failing'),
      degraded: tally('degraded'),
      healthy: tally('healthy'),
      idle: tally('idle'),
      unknown: tally('unknown'),
    },
    executions: list.length ? 2418 : 0,
    failed: list.length ? (scenario === 'calm' ? 31 : 57) : 0,
    costUsd: list.length ? '39.604200' : null,
    actionsPerSecond: list.length ? 1.2 : 0,
    needsYou: scenario === 'calm' || !list.length ? [] : world.needsYou,
  };
}
const calm = () => world.agents.slice(2, 5);
const agentsFor = (scenario) =>
  scenario === 'empty' ? [] : scenario === 'many' ? many : scenario === 'calm' ? calm() : world.agents;
const clean = ({ kind, ...agent }, withRibbon) => ({
  ...agent,
  ...edits.get(agent.id),
  ribbon: withRibbon ? (world.ribbons.get(agent.id) ?? world.ribbons.get(world.agents[2].id)) : null,
});

function metrics(agent, q) {
  const ribbon = world.ribbons.get(agent.id) ?? [];
  const by = q.get('by');
  const point = (p, _i, f = 1) => ({
    at: p.at,
    executions: Math.round(p.executions * f),
    successRate: rate(p.executions - p.failed, p.executions),
    latencyMs: {
      p50: p.latencyP95Ms && p.latencyP95Ms * 0.66,
      p95: p.latencyP95Ms,
      p99: p.latencyP95Ms && p.latencyP95Ms * 1.3,
    },
    costUsd: agent.costPerSuccessUsd && (Number(agent.costPerSuccessUsd) * p.executions * 0.95).toFixed(6),
    tokens: { input: p.executions * 1800, output: p.executions * 300, cacheRead: 0, cacheWrite: 0 },
    errors: p.failed > 0 ? [{ type: 'JSONDecodeError', count: p.failed }] : [],
  });
  if (!by) return { stepMs: 5 * MINUTE, series: [{ by: null, points: ribbon.map((p, i) => point(p, i)) }] };
  const two =
    by === 'model'
      ? ['claude-sonnet-4-5', 'claude-haiku-4-5']
      : by === 'promptVersion'
        ? [agent.kind.prompt[1], agent.kind.prompt[2]]
        : [agent.version, null];
  return {
    stepMs: 5 * MINUTE,
    series: two.map((name, k) => {
      const part = ribbon.filter((p) => Date.parse(p.at) > NOW - 55 * MINUTE === (k === 0));
      const runs = part.reduce((s, p) => s + p.executions, 0);
      const good = part.reduce((s, p) => s + Math.round(p.executions * (p.successRate.value ?? 1)), 0);
      return {
        by: name,
        points: [
          {
            ...point(part.at(-1) ?? ribbon[0], 0),
            executions: runs,
            successRate: rate(good, runs),
            costUsd: (Number(agent.costPerSuccessUsd ?? 0) * runs).toFixed(6),
          },
        ],
      };
    }),
  };
}

function dependencies() {
  const [writer, automator, researcher, , checker] = world.agents;
  const node = (a) => ({ id: a.id, name: a.name, status: a.status });
  const edge = (a, b, kind, executions, failed) => ({
    from: a.id,
    to: b.id,
    kind,
    executions,
    failed,
    lastSeenAt: new Date(now()).toISOString(),
  });
  return {
    nodes: [writer, automator, researcher, checker].map(node),
    edges: [
      edge(researcher, writer, 'nested', 88, 20),
      edge(automator, writer, 'nested', 2, 0),
      edge(writer, checker, 'handoff', 61, 0),
    ],
  };
}

const runById = (id) => world.runs.find((e) => e.id === id || e.traceId === id);
function execution(id) {
  if (id === BIG_ID) {
    return {
      ...world.runs[3],
      id,
      traceId: 'b'.repeat(32),
      agent: world.ref(world.agents[2]),
      name: 'Research everything',
      status: 'ok',
      success: { value: true, source: 'status' },
      error: null,
      actionCount: big.length,
      durationMs: 598_000,
      startedAt: big[0].startedAt,
      input: 'all leads',
      output: 'done',
      children: [],
      parent: null,
      aliases: [],
      lateArrival: false,
      missingSpans: 3,
    };
  }
  const run = runById(id);
  if (!run) return null;
  return {
    ...run,
    input:
      'Write the first email to Nordlicht Solar GmbH (Kiel, solar installer, 40 staff). Contact <PERSON_NAME:k1x7f3a9b21>, <EMAIL:k1xc1d0e4a8>.',
    output: run.success.value === false ? null : 'sent to checker',
    children: [],
    parent: { id: world.runs[3].id, agent: world.ref(world.agents[2]) },
    aliases: [],
    lateArrival: false,
    missingSpans: 0,
  };
}

function actions(id, q) {
  const all = id === BIG_ID ? big : actionsOf(runById(id));
  const parent = q.get('parent');
  if (parent === 'all') return page(all, q, 200);
  const root = all.find((a) => a.parentId === null);
  const under = parent ?? root.spanId;
  const children = all.filter((a) => a.parentId === under);
  return page(parent ? children : [root, ...children], q, 200);
}

const attempts = () => {
  const at = (s) => new Date(now() - s * 1000).toISOString();
  const row = (s, status, method, path, client, problem, mend, credential = 'none', spans = null) => ({
    at: at(s),
    status,
    method,
    path,
    port: 4318,
    remote: '127.0.0.1',
    client,
    spans,
    problem,
    mend,
    credential,
  });
  return [
    row(
      54,
      400,
      'POST',
      '/v1/traces',
      'OTel Python 1.38',
      'The body is not OTLP: byte 12 is no field of a request.',
      'Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
    ),
    row(
      86,
      404,
      'POST',
      '/api/public/ingestion',
      'langfuse-python 3.1',
      "That is another product's own protocol.",
      'Export OTLP instead, to port 4318 or to /v1/traces.',
      'foreign',
    ),
    row(124, 200, 'HEAD', '/', 'curl', null, null),
  ];
};

function first(scenario) {
  if (scenario !== 'green' && !tested)
    return { execution: null, receivedAt: null, visibleAfterMs: null, actions: [], understood: [] };
  const run = tested ?? world.runs.find((e) => e.success.value);
  return {
    execution: run,
    receivedAt: new Date(Date.parse(run.startedAt) + run.durationMs).toISOString(),
    visibleAfterMs: 18,
    actions: actionsOf(run),
    understood: [
      { what: 'Convention', state: 'ok', text: 'OpenInference 0.1.37, LangGraph 1.2', mend: null },
      { what: 'Model and tokens', state: 'ok', text: 'claude-sonnet-4-5, 1,842 in, 298 out', mend: null },
      { what: 'Cost', state: 'ok', text: '$0.0106, price of 1 Nov 2026', mend: null },
      { what: 'Conversation', state: 'ok', text: '4 messages, 1 tool call with result', mend: null },
      {
        what: 'Personal data',
        state: 'ok',
        text: '2 names and 1 e-mail address replaced before storing',
        mend: null,
      },
      { what: 'Success', state: 'missing', text: 'no outcome yet; until then by status', mend: null },
      {
        what: 'Prompt version',
        state: 'missing',
        text: 'not sent; two lines add it',
        mend: 'span.set_attribute("metaagent.prompt.name", "email-first")\nspan.set_attribute("metaagent.prompt.version", "v14")',
      },
    ],
  };
}

const problem = (status, code, detail) => ({
  status,
  body: { type: `urn:metaagent:${code}`, title: code, status, code, detail },
});
const ok = (body, status = 200) => ({ status, body });
const doors = [
  {
    name: 'OTLP / HTTP',
    address: 'http://localhost:4318',
    formats: 'protobuf, JSON, gzip',
    open: true,
    problem: null,
  },
  {
    name: 'OTLP / gRPC',
    address: 'http://localhost:4317',
    formats: 'protobuf',
    open: false,
    problem: 'Port 4317 is taken by another program. Set METAAGENT_OTLP_GRPC_PORT, or use OTLP / HTTP.',
  },
  {
    name: 'Same port',
    address: 'http://localhost:8080/v1/traces',
    formats: 'protobuf, JSON, gzip',
    open: true,
    problem: null,
  },
  {
    name: 'Plain JSON',
    address: 'http://localhost:8080/api/v1/executions',
    formats: 'no OpenTelemetry needed',
    open: true,
    problem: null,
  },
  {
    name: 'Webhooks',
    address: 'http://localhost:8080/api/v1/webhooks',
    formats: 'n8n and others, signed',
    open: true,
    problem: null,
  },
];

function answer(method, path, q, scenario, body) {
  const set = settings(method, path, q, scenario, body, now(), runById);
  if (set) return set;
  if (scenario === 'error')
    return problem(
      503,
      'database-away',
      'The database did not answer within 5 s. Intake is not affected: what arrives is stored as soon as it is back.',
    );
  const parts = path.split('/').slice(1);
  const [kind, id, sub, subId] = parts;
  const list = agentsFor(scenario);
  if (kind === 'fleet') return ok(fleet(q, scenario));
  if (kind === 'agents' && !id)
    return ok(
      page(
        list
          .filter((a) => !q.get('q') || a.name.toLowerCase().includes(q.get('q').toLowerCase()))
          .map((a) => clean(a, q.get('include') === 'ribbon')),
        q,
        500,
      ),
    );
  if (kind === 'agents') {
    const agent = list.find((a) => a.id === id);
    if (!agent) return problem(404, 'agent-unknown', 'No agent has this id.');
    if (method === 'PATCH') {
      const { reason, ...change } = body;
      edits.set(id, { ...edits.get(id), ...change });
      return ok(clean(agent, false));
    }
    if (sub === 'metrics') return ok(metrics(agent, q));
    if (sub === 'health') return ok(agent.health);
    return ok(clean(agent, false));
  }
  if (kind === 'changes')
    return ok(
      page(
        scenario === 'empty'
          ? []
          : world.changes.filter((c) => !q.get('agent') || c.agent.id === q.get('agent')),
        q,
      ),
    );
  if (kind === 'dependencies') return ok(dependencies());
  if (kind === 'executions') {
    if (scenario === 'empty' && !id) return ok(page([], q));
    if (scenario === 'empty')
      return id === 'histogram'
        ? ok({ ...histogram(new URLSearchParams('agent=none')), total: 0 })
        : ok({ failed: 0, other: 0, traits: [], complete: true });
    if (!id) return ok(page(matching(q), q));
    if (id === 'histogram') return ok(histogram(q));
    if (id === 'facets') return ok(facets(q));
    const run = execution(id);
    if (!run)
      return problem(
        404,
        'execution-unknown',
        'No execution has this id, or it is older than the retention.',
      );
    if (method === 'DELETE') return ok({ job: 'j1' }, 202);
    if (sub === 'actions' && subId) {
      const found = (id === BIG_ID ? big : actionsOf(run)).find((a) => a.spanId === subId);
      return found ? ok(detailOf(run, found)) : problem(404, 'action-unknown', 'No action has this id.');
    }
    return ok(sub === 'actions' ? actions(id, q) : run);
  }
  if (kind === 'actions') return ok(page(scenario === 'empty' ? [] : tailOf(Object.fromEntries(q)), q));
  if (kind === 'sessions') {
    const runs = world.runs.filter((e) => e.sessionId === decodeURIComponent(id)).reverse();
    if (!runs.length) return problem(404, 'session-unknown', 'No session has this id.');
    return ok({
      id,
      agentIds: [...new Set(runs.map((e) => e.agent.id))],
      startedAt: runs[0].startedAt,
      lastAt: runs.at(-1).startedAt,
      totalCostUsd: '0.124500',
      executions: runs.map((e) => execution(e.id)),
    });
  }
  if (kind === 'views') {
    if (method === 'POST')
      views.push({
        id: String(views.length + 1),
        createdAt: new Date(now()).toISOString(),
        createdBy: 'Local administrator',
        ...body,
      });
    return method === 'POST' ? ok(views.at(-1), 201) : ok(page(views, q));
  }
  if (kind === 'connect') {
    if (!id) return ok({ mode: modeOf(scenario), address: 'http://localhost:8080', doors, key: null });
    if (id === 'snippets')
      return ok(snippets('http://localhost:4318', modeOf(scenario) === 'local' ? null : '<key>'));
    if (id === 'attempts') return ok(page(attempts(), q));
    if (id === 'first') return ok(first(scenario));
    if (id === 'test') {
      tested = world.runs.find((e) => e.success.value);
      setTimeout(() => {
        tested = null;
      }, 8_000);
      return ok({ executionId: tested.id }, 202);
    }
  }
  return problem(404, 'not-found', 'There is nothing at this address.');
}

/** The policy of the real server: only the scripts that were in the page when it was exported may run. */
function policyOf(file) {
  const scripts = [
    ...readFileSync(file, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
  ].map((match) => `'sha256-${createHash('sha256').update(match[1]).digest('base64')}'`);
  return `default-src 'self'; script-src 'self' ${[...new Set(scripts)].join(' ')}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

function serveFile(response, url) {
  const path = normalize(url.pathname).replace(/^(\.\.[/\\])+/, '');
  const candidates = path === '/' ? ['index.html'] : [path.slice(1), `${path.slice(1)}.html`];
  const found = candidates.map((c) => join(OUT, c)).find((c) => existsSync(c) && statSync(c).isFile());
  const file = found ?? join(OUT, '404.html');
  if (extname(file) === '.html') response.setHeader('Content-Security-Policy', policyOf(file));
  response.writeHead(found ? 200 : 404, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': path.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(response);
}

/** Actions across agents, newest first. */
function tailOf({ agent, kind, status }) {
  return world.runs
    .slice(0, 60)
    .filter((e) => !agent || e.agent.id === agent)
    .flatMap((run) =>
      actionsOf(run)
        .slice(1)
        .map((a) => ({ ...a, executionId: run.id, agent: run.agent })),
    )
    .filter((a) => (!kind || a.kind === kind) && (!status || a.status === status))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

const scenarioOf = (request) => /scenario=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'default';

/** What a topic of the live connection is first answered with. */
function snapshot(topic, filter, scenario) {
  if (topic === 'health' || topic === 'status')
    return { agents: agentsFor(scenario).map((a) => clean(a, false)) };
  if (topic === 'tail')
    return { actions: scenario === 'empty' ? [] : tailOf(filter).slice(0, 50).toReversed() };
  if (topic === 'runs') return { executions: [] };
  return { execution: execution(topic.slice('executions:'.length)) };
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/__live') return control(request, response);
  if (!url.pathname.startsWith('/api/')) return serveFile(response, url);
  const scenario = scenarioOf(request);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (scenario === 'offline') return request.socket.destroy();
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    const {
      status,
      body: out,
      headers,
    } = answer(request.method, url.pathname.replace('/api/v1', ''), url.searchParams, scenario, body);
    const reply = () => {
      response.writeHead(status, {
        'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json',
        'Cache-Control': 'no-store',
        ...headers,
      });
      response.end(status === 204 ? undefined : JSON.stringify(out));
    };
    if (scenario === 'slow') setTimeout(reply, 3_000);
    else reply();
  });
});
const live = serveLive(server, scenarioOf, snapshot);

/** Tests say here what the live connection tells: { scenario, frame } or { scenario, cut: true }. */
function control(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { scenario, frame, cut } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (frame) live.tell(frame, scenario);
    if (cut) live.cut(scenario);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(live.watching()));
  });
}

server.listen(PORT, () => console.log(`fake server on http://localhost:${PORT}`));
