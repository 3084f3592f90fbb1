import type {
  Action,
  Change,
  Dependencies,
  Facets,
  Histogram,
  Message,
  MessagePart,
  Outcome,
  RibbonPoint,
} from '@/api/types';
import { wilson } from '@/format/statistics';

/** Fixed samples for the component page: nothing here is measured. */
export const START = Date.parse('2026-11-24T08:30:00Z');
const STEP = 300_000;
export const END = START + 72 * STEP;
const at = (i: number) => new Date(START + i * STEP).toISOString();
const wave = (i: number) => Math.sin(i / 5) * 0.5 + Math.sin(i / 2.3) * 0.5;

export const ribbonOf = (kind: 'steady' | 'failing' | 'gaps'): RibbonPoint[] =>
  Array.from({ length: 72 }, (_, i) => {
    const n = kind === 'gaps' && i % 24 > 8 ? 0 : 42;
    const share = kind === 'failing' && i > 60 ? 0.985 - (i - 60) * 0.024 : 0.98 + wave(i) * 0.012;
    return {
      at: at(i),
      executions: n,
      successRate: wilson(Math.round(n * share), n),
      latencyP95Ms:
        n === 0 ? null : 3200 + wave(i) * 300 + (kind === 'failing' && i > 50 ? (i - 50) * 260 : 0),
    };
  });

export const CHANGES: Change[] = [
  {
    at: at(61),
    agent: { id: 'a', name: 'Email Writer' },
    kind: 'prompt',
    name: 'email-first',
    from: 'v13',
    to: 'v14',
    before: wilson(1127, 1148),
    after: wilson(61, 83),
    difference: { value: -0.247, low: -0.351, high: -0.164 },
    commit: null,
  },
  ...['haiku-4-5', 'sonnet-4-5', ''].map(
    (to, i): Change => ({
      at: at(63 + i),
      agent: { id: 'a', name: 'Email Writer' },
      kind: 'model',
      name: null,
      from: i === 1 ? 'haiku-4-5' : 'sonnet-4-5',
      to,
      before: wilson(0, 0),
      after: wilson(0, 0),
      difference: null,
      commit: null,
    }),
  ),
  {
    at: at(20),
    agent: { id: 'b', name: 'Lead Researcher' },
    kind: 'prompt',
    name: 'research',
    from: 'v21',
    to: 'v22',
    before: wilson(2200, 2290),
    after: wilson(2190, 2232),
    difference: { value: 0.021, low: 0.008, high: 0.034 },
    commit: null,
  },
  {
    at: at(4),
    agent: { id: 'c', name: 'Report Writer' },
    kind: 'first_seen',
    name: null,
    from: null,
    to: null,
    before: null,
    after: null,
    difference: null,
    commit: null,
  },
];

export const HISTOGRAM: Histogram = {
  from: at(0),
  to: new Date(END).toISOString(),
  stepMs: STEP,
  points: Array.from({ length: 72 }, (_, i) => {
    const executions = i % 17 === 9 ? 0 : Math.max(0, Math.round(6 + wave(i) * 2));
    return { at: at(i), executions, failed: i > 61 ? Math.round(executions * 0.3) : 0, unknown: 0 };
  }),
  total: 428,
  failed: 22,
  unknown: 1,
  costUsd: '7.914',
  successRate: wilson(405, 427),
  latencyP95Ms: 3900,
  complete: true,
  scannedTo: at(0),
};

export const FACETS: Facets = {
  failed: 22,
  other: 60,
  traits: [
    {
      field: 'attr.locale',
      value: 'de',
      failedShare: 0.91,
      otherShare: 0.18,
      failedCount: 20,
      otherCount: 11,
      runs: 31,
      failureRate: 0.65,
      restRuns: 51,
      restFailureRate: 0.04,
      lift: 16,
      also: [{ field: 'attr.campaign', value: 'DACH Q4' }],
    },
  ],
  complete: true,
};

/** An action as lists show it: without its content. */
export const action = (i: number, parent: number | null, change: Partial<Action>): Action => ({
  id: `s${i}`,
  executionId: 'e1',
  agent: null,
  called: [],
  counted: true,
  input: null,
  output: null,
  messages: null,
  attributes: null,
  resource: null,
  scope: null,
  events: null,
  logs: null,
  spanId: `s${i}`,
  parentId: parent === null ? null : `s${parent}`,
  kind: 'tool',
  name: 'crm.get_lead',
  status: 'ok',
  model: null,
  provider: null,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  costUsd: null,
  startedAt: new Date(START).toISOString(),
  durationMs: 120,
  timeToFirstTokenMs: null,
  error: null,
  toolCallId: null,
  code: null,
  streamed: false,
  childCount: 0,
  ...change,
});
const plus = (ms: number) => new Date(START + ms).toISOString();

export const ACTIONS: Action[] = [
  action(0, null, {
    kind: 'agent',
    name: 'Email Writer',
    durationMs: 3420,
    childCount: 6,
    costUsd: '0.0121',
  }),
  action(1, 0, {}),
  action(2, 0, { kind: 'retrieval', name: 'find_examples', startedAt: plus(130), durationMs: 180 }),
  action(3, 0, {
    kind: 'llm',
    name: 'draft_email',
    model: 'claude-sonnet-4-5',
    startedAt: plus(320),
    durationMs: 2390,
    inputTokens: 1842,
    outputTokens: 312,
    costUsd: '0.0102',
  }),
  action(4, 0, {
    kind: 'guardrail',
    name: 'parse_output',
    status: 'error',
    startedAt: plus(2710),
    durationMs: 10,
    error: { type: 'JSONDecodeError', message: "Expecting ',' delimiter (char 45)", spanId: 's4' },
  }),
  action(5, 0, { kind: 'handoff', name: 'Deliverability Checker', startedAt: plus(3300), durationMs: 90 }),
];

/** One piece of a message: text, unless it says something else. */
export const part = (change: Partial<MessagePart>): MessagePart => ({
  type: 'text',
  text: null,
  name: null,
  arguments: null,
  id: null,
  result: null,
  ...change,
});

export const MESSAGES: Message[] = [
  {
    role: 'system',
    side: 'input',
    parts: [
      part({
        type: 'text',
        text: 'You write the first email to a business lead.\nBe short and warm.\nWrite in the language of the lead.\nAnswer as JSON.\nNever invent a number.',
      }),
    ],
  },
  {
    role: 'user',
    side: 'input',
    parts: [part({ type: 'text', text: 'Write the first email to Nordlicht Solar GmbH.' })],
  },
  {
    role: 'assistant',
    side: 'input',
    parts: [
      part({ type: 'tool_call', name: 'find_examples', id: 'c1', arguments: { query: 'solar', k: 2 } }),
    ],
  },
  {
    role: 'tool',
    side: 'input',
    parts: [
      part({
        type: 'tool_result',
        name: 'find_examples',
        id: 'c1',
        result: ['first-email/solar-uk', 'tone/warm-short'],
      }),
    ],
  },
  {
    role: 'assistant',
    side: 'output',
    parts: [
      part({ type: 'reasoning', text: 'A German lead: formal address.' }),
      part({ type: 'text', text: '{"subject": "Kurze Frage zu „Nordlicht Solar"", "body": "Guten Tag"}' }),
    ],
  },
];

export const DEPENDENCIES: Dependencies = {
  nodes: [
    { id: 'a', name: 'Email Writer', status: 'failing' },
    { id: 'b', name: 'Lead Researcher', status: 'healthy' },
    { id: 'c', name: 'Task Automator', status: 'degraded' },
    { id: 'd', name: 'Deliverability', status: 'idle' },
  ],
  edges: [
    { from: 'b', to: 'a', kind: 'nested', executions: 88, failed: 20, lastSeenAt: at(70) },
    { from: 'c', to: 'a', kind: 'nested', executions: 2, failed: 0, lastSeenAt: at(70) },
    { from: 'a', to: 'd', kind: 'handoff', executions: 61, failed: 0, lastSeenAt: at(70) },
  ],
};

const outcome = (id: string, rest: Partial<Outcome>): Outcome => ({
  id,
  kind: 'status',
  success: null,
  source: 'status',
  confidence: null,
  value: null,
  comment: null,
  by: null,
  at: at(70),
  receivedAt: at(70),
  best: false,
  ...rest,
});
export const OUTCOMES: Outcome[] = [
  outcome('1', {
    kind: 'reply_received',
    success: true,
    source: 'outcome',
    comment: 'Answered by <EMAIL:k1x9f3a7c2>',
    by: 'ColdForge',
    best: true,
  }),
  outcome('2', { kind: 'review', success: false, source: 'person', by: 'Dana Okafor' }),
  outcome('3', {}),
];
