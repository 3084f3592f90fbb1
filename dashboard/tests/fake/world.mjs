// A small agency with six agents, one of them failing since a prompt change; every number is drawn once from a seed.
import { binomial, gauss, hex, rate, rng, usd } from './random.mjs';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
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
      }[kind.status] ?? null,
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
      newestChange: {
        at: changed,
        kind: 'prompt',
        name: 'email-first',
        from: 'v13',
        to: 'v14',
        before: rate(1127, 1148),
        after: rate(61, 83),
      },
      latencyP95Ms: null,
      limitMs: null,
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
      newestChange: {
        at: at(8800),
        kind: 'version',
        name: null,
        from: '1.2.0',
        to: '1.2.1',
        before: null,
        after: null,
      },
      latencyP95Ms: 12_400,
      limitMs: 9000,
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

const FIRMS = [
  'Nordlicht Solar GmbH',
  'Harbor & Finch Ltd',
  'Lumen Dental Group',
  'Brauerei Ostkamp',
  'Voss Elektrotechnik',
  'Peregrine Freight',
  'Kanzlei Reuter & Sohn',
  'Maison Aubert',
  'Stadtwerke Lindau',
  'Copperline Roofing',
  'Tidewater Analytics',
  'Ashgrove Veterinary',
  'Möbelhaus Krantz',
  'Bluecrest Partners',
  'Orchard Lane Foods',
  'Weingut Halbritter',
  'Sable & Co Architects',
  'Fenwick Print Works',
  'Gull Point Marina',
];
const GERMAN = new Set([
  'Nordlicht Solar GmbH',
  'Brauerei Ostkamp',
  'Voss Elektrotechnik',
  'Kanzlei Reuter & Sohn',
  'Stadtwerke Lindau',
  'Möbelhaus Krantz',
  'Weingut Halbritter',
]);

function makeRuns(r, now, writer, researcher, classifier) {
  const runs = [];
  let t = now - 900;
  for (let i = 0; i < 420; i++) {
    const agent = i % 9 === 5 ? classifier : i % 7 === 3 ? researcher : writer;
    const firm = FIRMS[i % FIRMS.length];
    const german = GERMAN.has(firm);
    const after = now - t < 55 * MINUTE;
    const bad = agent === writer && (after ? german && firm !== 'Voss Elektrotechnik' : r() < 0.008);
    const unknown = agent === writer && firm === 'Tidewater Analytics' && i < 30;
    const running = i === 0 && false;
    const traceId = hex(r, 32);
    const span = hex(r, 16);
    const seconds = agent === classifier ? 0.5 + r() * 0.4 : 2.5 + r() * 1.4;
    const inTok = Math.round(1400 + r() * 500 + (bad ? 500 : 0));
    runs.push({
      id: `${traceId}-${span}`,
      traceId,
      agent: { id: agent.id, name: agent.name },
      parentExecutionId: null,
      status: running ? 'running' : bad ? 'error' : 'ok',
      success: { value: unknown ? null : !bad, source: unknown ? null : i % 5 === 0 ? 'outcome' : 'status' },
      sessionId: `lead-${1000 + (i % 37)}`,
      userId: `user-${i % 11}`,
      startedAt: new Date(t).toISOString(),
      durationMs: Math.round(seconds * 1000),
      costUsd: unknown ? null : usd(0.0031 + inTok * 0.0000037, 9),
      inputTokens: inTok,
      outputTokens: Math.round(inTok * 0.18),
      cacheReadTokens: 1152,
      cacheWriteTokens: 0,
      actionCount: bad ? 7 : 6,
      models: ['claude-sonnet-4-5'],
      name:
        agent === writer
          ? `${i % 3 === 1 ? 'Follow-up 2' : 'First email'} · ${firm}`
          : agent === classifier
            ? `Classify reply · ${firm}`
            : `Research · ${firm}`,
      total: {
        costUsd: unknown ? null : usd(0.0031 + inTok * 0.0000037, 9),
        inputTokens: inTok,
        outputTokens: Math.round(inTok * 0.18),
        actionCount: bad ? 7 : 6,
      },
      agentVersion: '2.3.0',
      promptName: agent === writer ? 'email-first' : null,
      promptVersion: agent === writer ? (after ? 'v14' : 'v13') : null,
      arm: null,
      assignmentProbability: null,
      taskClass: null,
      learnings: [],
      environment: 'production',
      error: bad
        ? {
            type: 'JSONDecodeError',
            message: `Expecting ',' delimiter: line 1 column ${45 + (i % 20)} (char ${44 + (i % 20)})`,
          }
        : null,
      attributes: {
        locale: german ? 'de' : firm === 'Maison Aubert' ? 'fr' : 'en',
        campaign: german ? 'DACH Q4' : 'Global',
      },
    });
    t -= (20 + r() * 45) * 1000;
  }
  return runs;
}

/** The actions of one run of the Email Writer. */
export function actionsOf(run) {
  const start = Date.parse(run.startedAt);
  const boundary = run.id.split('-')[1] ?? 'f'.repeat(16);
  const r = rng(Number.parseInt(boundary.slice(0, 6), 16));
  const bad = run.success.value === false;
  const d = run.durationMs;
  const rows = [
    [run.agent.name, 'agent', 0, d, null, bad],
    ['crm.get_lead', 'tool', 0, 0.035 * d, null, false],
    ['find_examples', 'retrieval', 0.038 * d, 0.052 * d, null, false],
    ['draft_email', 'llm', 0.094 * d, 0.7 * d, [1842, 312, '0.010200000'], false],
    ['parse_output', 'guardrail', 0.793 * d, 10, null, bad],
    ...(bad
      ? [
          ['repair_json', 'llm', 0.798 * d, 0.19 * d, [402, 286, '0.001900000'], false],
          ['parse_output', 'guardrail', 0.988 * d, 10, null, true],
        ]
      : [['handoff to Deliverability Checker', 'handoff', 0.9 * d, 9, null, false]]),
  ];
  return rows.map(([name, kind, offset, length, usage, failed], i) => ({
    id: `${run.traceId}-${i === 0 ? boundary : hex(rng(i + Number.parseInt(boundary.slice(0, 5), 16)), 16)}`,
    spanId: i === 0 ? boundary : hex(rng(i + Number.parseInt(boundary.slice(0, 5), 16)), 16),
    parentId: i === 0 ? null : boundary,
    kind,
    name,
    status: failed ? 'error' : 'ok',
    model: usage ? (name === 'repair_json' ? 'claude-haiku-4-5' : 'claude-sonnet-4-5') : null,
    provider: usage ? 'anthropic' : null,
    inputTokens: usage?.[0] ?? null,
    outputTokens: usage?.[1] ?? null,
    cacheReadTokens: usage ? 1152 : null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    costUsd: i === 0 ? run.costUsd : (usage?.[2] ?? null),
    startedAt: new Date(start + offset).toISOString(),
    durationMs: Math.round(length),
    timeToFirstTokenMs: usage ? 410 + Math.round(r() * 100) : null,
    error: failed ? run.error : null,
    toolCallId: kind === 'tool' ? 'call_01' : null,
    streamed: usage ? true : null,
    childCount: i === 0 ? rows.length - 1 : 0,
    input: null,
    output: null,
    attributes: null,
  }));
}

const DRAFT =
  '{"subject": "Kurze Frage zu „Nordlicht Solar"",\n "body": "Guten Tag Herr <PERSON_NAME:k1x7f3a9b21>,\\n\\nIhre neue Halle in Kiel ist uns aufgefallen, Glückwunsch!\\nDürfen wir Ihnen in 15 Minuten zeigen, wie andere das lösen?\\n\\nHerzliche Grüße"}';

export function detailOf(run, action) {
  const llm = action.kind === 'llm';
  const text = (t) => [{ type: 'text', text: t }];
  return {
    ...action,
    input: llm
      ? null
      : action.kind === 'tool'
        ? { lead: 'nordlicht-solar', fields: ['city', 'staff', 'contact'] }
        : DRAFT,
    output:
      action.status === 'error'
        ? null
        : action.kind === 'tool'
          ? { city: 'Kiel', staff: 40, contact: '<PERSON_NAME:k1x7f3a9b21>' }
          : action.kind === 'retrieval'
            ? [
                { id: 'first-email/solar-uk', score: 0.81 },
                { id: 'first-email/roofing-us', score: 0.78 },
              ]
            : 'ok',
    messages: llm
      ? [
          {
            role: 'system',
            side: 'input',
            parts: text(
              "You write the first email to a business lead. Be short and warm. Write in the lead's language.\n\nRules\n1. Answer as JSON with the fields subject and body.\n2. No more than 90 words.\n3. Name one thing the lead did lately.\n4. Offer fifteen minutes, not a product.\n5. No exclamation marks in the subject.\n6. Never invent a number.\n7. Use the formal address in German.\n8. Close with a greeting in the same language.",
            ),
          },
          {
            role: 'user',
            side: 'input',
            parts: text(
              'Write the first email to Nordlicht Solar GmbH (Kiel, solar installer, 40 staff). Contact: Herr <PERSON_NAME:k1x7f3a9b21> <EMAIL:k1xc1d0e4a8>. They opened a new hall in October.',
            ),
          },
          {
            role: 'assistant',
            side: 'input',
            parts: [
              {
                type: 'tool_call',
                name: 'find_examples',
                id: 'call_02',
                arguments: { query: 'solar first email', k: 4 },
              },
            ],
          },
          {
            role: 'tool',
            side: 'input',
            parts: [
              {
                type: 'tool_result',
                name: 'find_examples',
                id: 'call_02',
                result: [
                  'first-email/solar-uk 0.81',
                  'first-email/roofing-us 0.78',
                  'tone/warm-short 0.74',
                  'first-email/hvac-us 0.71',
                ],
              },
            ],
          },
          {
            role: 'assistant',
            side: 'output',
            parts: [
              { type: 'reasoning', text: 'German lead, formal address, one recent event.' },
              {
                type: 'text',
                text: run.success.value === false ? DRAFT : DRAFT.replace('Solar"",', 'Solar“",'),
              },
            ],
          },
        ]
      : null,
    attributes: {
      'gen_ai.system': llm ? 'anthropic' : undefined,
      'gen_ai.request.model': action.model ?? undefined,
      'gen_ai.request.temperature': llm ? 0.4 : undefined,
      'gen_ai.response.finish_reasons': llm ? ['end_turn'] : undefined,
      'openinference.span.kind': action.kind.toUpperCase(),
      'metadata.locale': 'de',
      'langgraph.node': action.name,
      'langgraph.step': 3,
    },
    resource: {
      'service.name': 'email-writer',
      'service.version': '2.3.0',
      'telemetry.sdk.language': 'python',
    },
    scope: { name: 'openinference.instrumentation.langchain', version: '0.1.37' },
    events:
      action.status === 'error'
        ? [
            {
              name: 'exception',
              at: action.startedAt,
              attributes: {
                'exception.type': action.error?.type,
                'exception.message': action.error?.message,
              },
            },
          ]
        : [],
    logs: [],
  };
}
