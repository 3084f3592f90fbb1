// How an agent gets in, and what came in: the routes.
import { actionsOf } from './actions.mjs';
import { ok, page } from './answers.mjs';
import { modeOf } from './people.mjs';
import { snippets } from './snippets.mjs';

const attempts = (now) => {
  const at = (s) => new Date(now - s * 1000).toISOString();
  const row = (s, status, method, path, client, problem, remedy, credential = 'none', spans = null) => ({
    at: at(s),
    status,
    method,
    path,
    port: 4318,
    remote: '127.0.0.1',
    product: null,
    count: 1,
    client,
    spans,
    problem,
    remedy,
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

const losses = (now) => {
  const at = (minutes) => new Date(now - minutes * 60_000).toISOString();
  return [
    {
      instance: '7c1f5f8e-52a4-4a55-9d0c-0f7c43a1e201',
      sdk: 'python/0.1.0',
      agents: [{ id: 'a1', name: 'Email Writer' }],
      firstSeenAt: at(190),
      seenAt: at(4),
      received: 4_810,
      missing: 12,
      dropped: 9,
      judgedFrom: 1,
      judgedTo: 4_822,
      gaps: [
        { first: 1_201, last: 1_209, records: 9, atStart: false },
        { first: 3_040, last: 3_042, records: 3, atStart: false },
      ],
    },
    {
      instance: '2f0e9f0a-8d0b-4f2f-8a51-6a2d2f4b7702',
      sdk: 'java/0.1.0',
      agents: [],
      firstSeenAt: at(60 * 26),
      seenAt: at(60 * 25),
      received: 96,
      missing: 0,
      dropped: 40,
      judgedFrom: 1,
      judgedTo: 96,
      gaps: [],
    },
  ];
};

function first({ scenario, state, world }) {
  const { tested } = state;
  if (scenario !== 'green' && !tested)
    return { execution: null, receivedAt: null, visibleAfterMs: null, actions: [], understood: [] };
  const run = tested ?? world.runs.find((e) => e.success.value);
  return {
    execution: run,
    receivedAt: new Date(Date.parse(run.startedAt) + run.durationMs).toISOString(),
    visibleAfterMs: 18,
    actions: actionsOf(run),
    understood: [
      { what: 'Convention', state: 'ok', text: 'OpenInference 0.1.37, LangGraph 1.2', remedy: null },
      { what: 'Model and tokens', state: 'ok', text: 'claude-sonnet-4-5, 1,842 in, 298 out', remedy: null },
      { what: 'Cost', state: 'ok', text: '$0.0106, price of 1 Nov 2026', remedy: null },
      { what: 'Conversation', state: 'ok', text: '4 messages, 1 tool call with result', remedy: null },
      {
        what: 'Personal data',
        state: 'ok',
        text: '2 names and 1 e-mail address replaced before storing',
        remedy: null,
      },
      { what: 'Success', state: 'missing', text: 'no outcome yet; until then by status', remedy: null },
      {
        what: 'Prompt version',
        state: 'missing',
        text: 'not sent; two lines add it',
        remedy:
          'span.set_attribute("metaagent.prompt.name", "email-first")\nspan.set_attribute("metaagent.prompt.version", "v14")',
      },
    ],
  };
}

const endpoints = [
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

function test({ state, world }) {
  const run = world.runs.find((e) => e.success.value);
  state.tested = run;
  setTimeout(() => {
    state.tested = null;
  }, 8_000).unref();
  return ok({ executionId: run.id }, 202);
}

export const routes = {
  'GET /api/v1/connect': ({ scenario }) =>
    ok({ mode: modeOf(scenario), address: 'http://localhost:8080', endpoints, key: null }),
  'GET /api/v1/connect/snippets': ({ scenario }) =>
    ok(snippets('http://localhost:4318', modeOf(scenario) === 'local' ? null : '<key>')),
  'GET /api/v1/connect/attempts': ({ q, now }) => ok(page(attempts(now), q)),
  'GET /api/v1/connect/losses': ({ q, now, scenario }) =>
    ok(page(scenario === 'empty' || scenario === 'calm' ? [] : losses(now), q)),
  'GET /api/v1/connect/first': (ask) => ok(first(ask)),
  'POST /api/v1/connect/test': test,
};
