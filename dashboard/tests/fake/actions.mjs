// The actions of one run, and what one of them held.
import { hex, rng } from './random.mjs';

/** What lists leave out of an action. */
export const NO_CONTENT = {
  input: null,
  output: null,
  messages: null,
  attributes: null,
  resource: null,
  scope: null,
  events: null,
  logs: null,
};

/** A piece of a message with all its fields. */
const part = (change) => ({
  type: 'text',
  text: null,
  name: null,
  arguments: null,
  id: null,
  result: null,
  ...change,
});

/** What an action says of the run that it called. */
const calledBy = (child) => ({
  id: child.id,
  agent: child.agent,
  status: child.status,
  durationMs: child.durationMs,
  costUsd: child.total.costUsd,
  tokens: child.total.inputTokens + child.total.outputTokens,
  actions: child.total.actionCount,
});

const CHECKS = (run, d) => [
  [run.agent.name, 'agent', 0, d, null, false],
  ['spf_dkim_check', 'tool', 0.05 * d, 0.4 * d, null, false],
  ['score_draft', 'llm', 0.5 * d, 0.45 * d, [240, 20, '0.000400000'], false],
];

/** The actions of one run of the Email Writer, or of the checker that it calls. */
export function actionsOf(run, child = null) {
  const start = Date.parse(run.startedAt);
  const boundary = run.id.split('-')[1] ?? 'f'.repeat(16);
  const r = rng(Number.parseInt(boundary.slice(0, 6), 16));
  const bad = run.success.value === false;
  const d = run.durationMs;
  const mine = [
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
  const rows = run.parentExecutionId ? CHECKS(run, d) : mine;
  return rows.map(([name, kind, offset, length, usage, failed], i) => ({
    id: `${run.traceId}-${i === 0 ? boundary : hex(rng(i + Number.parseInt(boundary.slice(0, 5), 16)), 16)}`,
    spanId: i === 0 ? boundary : hex(rng(i + Number.parseInt(boundary.slice(0, 5), 16)), 16),
    executionId: run.id,
    agent: run.agent,
    counted: true,
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
    code: null,
    streamed: !!usage,
    called: kind === 'handoff' && child ? [calledBy(child)] : [],
    childCount: i === 0 ? rows.length - 1 : 0,
    ...NO_CONTENT,
  }));
}

const DRAFT =
  '{"subject": "Kurze Frage zu „Nordlicht Solar"",\n "body": "Guten Tag Herr <PERSON_NAME:k1x7f3a9b21>,\\n\\nIhre neue Halle in Kiel ist uns aufgefallen, Glückwunsch!\\nDürfen wir Ihnen in 15 Minuten zeigen, wie andere das lösen?\\n\\nHerzliche Grüße"}';

export function detailOf(run, action) {
  const llm = action.kind === 'llm';
  const text = (t) => [part({ text: t })];
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
              part({
                type: 'tool_call',
                name: 'find_examples',
                id: 'call_02',
                arguments: { query: 'solar first email', k: 4 },
              }),
            ],
          },
          {
            role: 'tool',
            side: 'input',
            parts: [
              part({
                type: 'tool_result',
                name: 'find_examples',
                id: 'call_02',
                result: [
                  'first-email/solar-uk 0.81',
                  'first-email/roofing-us 0.78',
                  'tone/warm-short 0.74',
                  'first-email/hvac-us 0.71',
                ],
              }),
            ],
          },
          {
            role: 'assistant',
            side: 'output',
            parts: [
              part({ type: 'reasoning', text: 'German lead, formal address, one recent event.' }),
              part({
                type: 'text',
                text: run.success.value === false ? DRAFT : DRAFT.replace('Solar"",', 'Solar“",'),
              }),
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
