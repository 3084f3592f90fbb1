import { type APIRequestContext, expect } from '@playwright/test';

/** What is sent to a real server before its pages are opened, by OTLP, and where it is found. */
export interface RealWorld {
  agent: string;
  execution: string;
  action: string;
  session: string;
}

/** A slash, as ids of conversations often have. */
const SESSION = 'acme/u1';

const text = (stringValue: string) => ({ stringValue });
const whole = (intValue: number) => ({ intValue });
type Value = ReturnType<typeof text> | ReturnType<typeof whole>;

const hex = (digits: number) =>
  Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
const nanos = (milliseconds: number) => `${Math.round(milliseconds)}000000`;

interface Step {
  name: string;
  parent?: string;
  id?: string;
  from: number;
  for: number;
  error?: string;
  attributes: Record<string, Value>;
}

const span = (trace: string, { id = hex(16), parent, error, ...step }: Step, start: number) => ({
  traceId: trace,
  spanId: id,
  ...(parent && { parentSpanId: parent }),
  name: step.name,
  kind: 1,
  startTimeUnixNano: nanos(start + step.from),
  endTimeUnixNano: nanos(start + step.from + step.for),
  status: error ? { code: 2, message: error } : { code: 1 },
  attributes: Object.entries(step.attributes).map(([key, value]) => ({ key, value })),
});

/** One run of a writer that asks a model, calls a tool and a checker below it; a failed one ends in an error. */
function run(start: number, prompt: string, failed: boolean) {
  const trace = hex(32);
  const [root, checker] = [hex(16), hex(16)];
  const asked = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'Write to Nordlicht.' }] }]);
  const said = JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'Guten Tag.' }] }]);
  const agent = (name: string) => ({
    'gen_ai.operation.name': text('invoke_agent'),
    'gen_ai.agent.name': text(name),
  });
  const steps: Step[] = [
    {
      name: 'invoke_agent smoke-writer',
      id: root,
      from: 0,
      for: 2_400,
      ...(failed && { error: "Expecting ',' delimiter: line 1 column 46 (char 45)" }),
      attributes: {
        ...agent('smoke-writer'),
        'gen_ai.conversation.id': text(SESSION),
        'user.id': text('u1'),
        'metaagent.prompt.name': text('first-email'),
        'metaagent.prompt.version': text(prompt),
        'metadata.locale': text(failed ? 'de' : 'en'),
        ...(failed && { 'error.type': text('JSONDecodeError') }),
      },
    },
    {
      name: 'chat claude-sonnet-4-5',
      parent: root,
      from: 100,
      for: 1_500,
      attributes: {
        'gen_ai.operation.name': text('chat'),
        'gen_ai.provider.name': text('anthropic'),
        'gen_ai.request.model': text('claude-sonnet-4-5'),
        'gen_ai.usage.input_tokens': whole(1_842),
        'gen_ai.usage.output_tokens': whole(298),
        'gen_ai.input.messages': text(asked),
        'gen_ai.output.messages': text(said),
      },
    },
    {
      name: 'execute_tool crm.get_lead',
      parent: root,
      from: 1_650,
      for: 90,
      attributes: {
        'gen_ai.operation.name': text('execute_tool'),
        'gen_ai.tool.name': text('crm.get_lead'),
        'gen_ai.tool.call.arguments': text('{"lead":"nordlicht"}'),
        'gen_ai.tool.call.result': text('{"city":"Kiel"}'),
      },
    },
    {
      name: 'invoke_agent smoke-checker',
      id: checker,
      parent: root,
      from: 1_800,
      for: 500,
      attributes: agent('smoke-checker'),
    },
  ];
  return steps.map((step) => span(trace, step, start));
}

/** Sends some runs and waits until each page has something to show of them. */
export async function sendRuns(request: APIRequestContext): Promise<RealWorld> {
  const now = Date.now();
  const spans = Array.from({ length: 24 }, (_, i) =>
    run(now - (24 - i) * 60_000, i < 12 ? 'v1' : 'v2', i % 4 === 3),
  ).flat();
  const sent = await request.post('/v1/traces', {
    data: {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: text('smoke') }] },
          scopeSpans: [{ scope: { name: 'smoke', version: '1.0' }, spans }],
        },
      ],
    },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  const ask = async (path: string) => {
    const answer = await request.get(`/api/v1${path}`);
    expect(answer.ok(), `${path} ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  };
  await expect
    .poll(async () => (await ask('/agents?q=smoke-writer')).items[0]?.health.executions ?? 0, {
      timeout: 60_000,
    })
    .toBeGreaterThanOrEqual(24);
  const agent = (await ask('/agents?q=smoke-writer')).items[0].id;
  const execution = (await ask(`/executions?agent=${agent}&failed=true&limit=1`)).items[0];
  const actions = await ask(`/executions/${execution.id}/actions`);
  const model = actions.items.find((each: { kind: string }) => each.kind === 'llm');
  return { agent, execution: execution.id, action: model.spanId, session: execution.sessionId };
}
