// A small agency with six agents, one of them failing since a prompt change; every number is drawn once from a seed.
import { HOUR, MINUTE } from './answers.mjs';
import { binomial, gauss, hex, rate, rng, usd } from './random.mjs';
import { makeRuns } from './runs.mjs';

const uuid = (r) => `${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-8${hex(r, 3)}-${hex(r, 12)}`;

const KINDS = [
  {
    name: 'Email Writer',
    framework: 'LangGraph · Python',
    status: 'failing',
    p: 0.985,
    pAfter: 0.735,
    perHour: 90,
    p95: 3900,
    cost: 0.025,
    tokens: 2842,
    prompt: ['email-first', 'v14', 'v13'],
    seen: 2,
    owner: 'Outreach',
    version: '2.3.0',
  },
  {
    name: 'Task Automator',
    framework: 'n8n flow',
    status: 'degraded',
    p: 0.968,
    perHour: 21,
    p95: 12_400,
    cost: 0.0651,
    tokens: 6120,
    prompt: ['automate', 'v6', 'v5'],
    seen: 11,
    owner: 'Operations',
    version: null,
  },
  {
    name: 'Lead Researcher',
    framework: 'LangGraph · Python',
    status: 'healthy',
    p: 0.984,
    perHour: 96,
    p95: 8200,
    cost: 0.0417,
    tokens: 11_904,
    prompt: ['research', 'v22', 'v21'],
    seen: 1,
    owner: 'Outreach',
    version: '2.3.0',
  },
  {
    name: 'Reply Classifier',
    framework: 'Spring AI · Java',
    status: 'healthy',
    p: 0.989,
    perHour: 214,
    p95: 800,
    cost: 0.0011,
    tokens: 612,
    prompt: ['classify', 'v9', 'v8'],
    seen: 0,
    owner: 'Outreach',
    version: '1.8.2',
  },
  {
    name: 'Deliverability Checker',
    framework: 'plain OTel · Go',
    status: 'healthy',
    p: 0.991,
    perHour: 61,
    p95: 1100,
    cost: 0.002,
    tokens: 380,
    prompt: ['deliver', 'v3', 'v2'],
    seen: 4,
    owner: 'Outreach',
    version: '0.4.1',
  },
  {
    name: 'Report Writer',
    framework: 'LangGraph JS',
    status: 'unknown',
    p: 0.96,
    perHour: 3,
    p95: null,
    cost: null,
    tokens: 38_200,
    prompt: ['weekly', 'v4', null],
    seen: 1560,
    owner: null,
    version: '0.9.0',
  },
];

/** Success per five minutes over six hours, each point the last half hour. */
function ribbon(r, now, kind, hours = 6) {
  const slots = 72;
  const stepMs = (hours * HOUR) / slots;
  const n = [];
  const k = [];
  for (let i = 0; i < slots + 6; i++) {
    const at = now - (slots - (i - 6)) * stepMs;
    const after = kind.pAfter && at >= now - 55 * MINUTE;
    const m = Math.max(0, Math.round(kind.perHour / 12 + gauss(r) * 1.1));
    n.push(m);
    k.push(binomial(r, m, after ? kind.pAfter : kind.p));
  }
  return Array.from({ length: slots }, (_, i) => {
    let runs = 0;
    let ok = 0;
    for (let j = 1; j <= 6; j++) {
      runs += n[i + j];
      ok += k[i + j];
    }
    const rising = kind.status === 'degraded' ? Math.max(0, (i - 8) / 60) : 0;
    return {
      at: new Date(now - (slots - i) * stepMs).toISOString(),
      executions: n[i + 6],
      failed: n[i + 6] - k[i + 6],
      successRate: runs === 0 ? rate(0, 0) : rate(ok, runs),
      latencyP95Ms:
        kind.p95 === null
          ? 41_000 + gauss(r) * 900
          : runs < 1
            ? null
            : kind.p95 * (kind.status === 'degraded' ? 0.25 + rising : 1) * (1 + gauss(r) * 0.05),
    };
  });
}

function agentOf(r, now, kind) {
  const n = Math.round(kind.perHour);
  const k = kind.status === 'failing' ? 61 : Math.round(n * kind.p);
  const health = kind.status === 'failing' ? rate(61, 83) : rate(k, n);
  return {
    id: uuid(r),
    name: kind.name,
    framework: kind.framework,
    version: kind.version,
    environment: 'production',
    owner: kind.owner,
    status: kind.status,
    statusReason:
      {
        failing: 'Success 73.5\u00a0%, 63.1\u00a0% to 81.8\u00a0%, is below the objective of 98.0\u00a0%',
        degraded: 'p95 latency 12.40\u00a0s is over the limit of 9.00\u00a0s',
        unknown: '3 of 20 runs needed in 1 h',
      }[kind.status] ?? 'Success and latency are within their objectives',
    firstSeenAt: new Date(now - 60 * 24 * HOUR).toISOString(),
    lastSeenAt: new Date(now - kind.seen * 1000).toISOString(),
    simulated: false,
    health: {
      window: '1h',
      executions: n,
      successRate: health,
      latencyMs: { p50: kind.p95 && kind.p95 * 0.62, p95: kind.p95, p99: kind.p95 && kind.p95 * 1.4 },
      costUsd: usd(kind.cost && kind.cost * n),
      tokens: {
        input: kind.tokens * n,
        output: Math.round(kind.tokens * n * 0.2),
        cacheRead: 0,
        cacheWrite: 0,
      },
      errors:
        kind.status === 'failing'
          ? [
              { type: 'JSONDecodeError', count: 20 },
              { type: 'LeadNotFound', count: 2 },
            ]
          : [],
      asOf: new Date(now).toISOString(),
    },
    objectives: {
      successRate: kind.status === 'degraded' ? 0.95 : 0.98,
      latencyP95Ms: kind.status === 'degraded' ? 9000 : 9500,
      costPerSuccessUsd: '0.05',
    },
    promptName: kind.prompt[0],
    promptVersion: kind.prompt[1],
    runsPerHour: kind.perHour,
    tokensPerRun: kind.tokens,
    costPerSuccessUsd: usd(kind.cost),
    ribbon: null,
    aliases: [],
    archivedAt: null,
    kind,
  };
}

export function makeWorld(now) {
  const r = rng(41);
  const agents = KINDS.map((kind) => agentOf(r, now, kind));
  const [writer, automator, researcher, classifier, , reporter] = agents;
  const ribbons = new Map(agents.map((a) => [a.id, ribbon(r, now, a.kind)]));
  const at = (minutes) => new Date(now - minutes * MINUTE).toISOString();
  const ref = (a) => ({ id: a.id, name: a.name });
  const changed = at(55);
  const change = (minutes, agent, kind, name, from, to, before, after, difference) => ({
    at: at(minutes),
    agent: ref(agent),
    kind,
    name,
    from,
    to,
    before,
    after,
    difference: difference && { value: difference[0], low: difference[1], high: difference[2] },
    commit: null,
  });
  const changes = [
    change(
      55,
      writer,
      'prompt',
      'email-first',
      'v13',
      'v14',
      rate(1127, 1148),
      rate(61, 83),
      [-0.247, -0.351, -0.164],
    ),
    change(
      330,
      classifier,
      'model',
      null,
      'sonnet-4-5',
      'haiku-4-5',
      rate(4800, 4850),
      rate(500, 508),
      [-0.004, -0.019, 0.009],
    ),
    change(
      1390,
      researcher,
      'prompt',
      'research',
      'v21',
      'v22',
      rate(2200, 2290),
      rate(2190, 2232),
      [0.021, 0.008, 0.034],
    ),
    change(1640, reporter, 'first_seen', null, null, 'LangGraph JS', null, null, null),
    change(
      8800,
      writer,
      'version',
      null,
      '2.2.4',
      '2.3.0',
      rate(1100, 1121),
      rate(1090, 1112),
      [-0.001, -0.009, 0.007],
    ),
    change(
      8800,
      automator,
      'version',
      null,
      '1.2.0',
      '1.2.1',
      rate(240, 250),
      rate(241, 250),
      [0.006, -0.02, 0.033],
    ),
    change(12_400, researcher, 'model', null, 'sonnet-4', 'sonnet-4-5', null, null, null),
  ];
  const needsYou = [
    {
      rule: 'below_objective',
      severity: 'failing',
      agent: ref(writer),
      since: changed,
      windowExecutions: 83,
      windowFailed: 22,
      objective: 0.98,
      observed: rate(61, 83),
      topError: { type: 'JSONDecodeError', action: 'parse_output', count: 20 },
      newestChange: changes[0],
      sinceThen: rate(61, 83),
      evidence: [],
      latencyP95Ms: null,
      limitMs: null,
      slowest: null,
    },
    {
      rule: 'slow',
      severity: 'degraded',
      agent: ref(automator),
      since: at(321),
      windowExecutions: 21,
      windowFailed: 1,
      objective: 0.95,
      observed: rate(20, 21),
      topError: null,
      newestChange: changes[5],
      sinceThen: null,
      evidence: [],
      latencyP95Ms: 12_400,
      limitMs: 9000,
      slowest: { kind: 'tool', name: 'clickup.create_task', p95Ms: 6820, previousP95Ms: 2110, share: 0.55 },
    },
  ];
  return {
    now,
    agents,
    ribbons,
    changes,
    needsYou,
    runs: makeRuns(r, now, writer, researcher, classifier),
    ref,
  };
}
