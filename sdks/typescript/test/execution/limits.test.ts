import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Execution, Refusal } from '../../src/index.js';
import { fixture } from '../server/fixtures.js';
import { desk } from './desk.js';

const world = fixture();
const { agentWith } = desk(world);
const prices = [{ model: 'm', input: '1000000', output: '0', cacheRead: null, cacheWrite: null }];

test('limits of a run count its actions and its cost', async () => {
  const { agent } = await agentWith({ limits: { maxActions: 2, maxSeconds: null, maxCostUsd: '5' }, prices });
  const call = agent.guard('search', () => 'ok');
  await agent.execution('in', async () => {
    expect([await call({}), await call({})]).toEqual(['ok', 'ok']);
    expect(await call({})).toMatchObject({ kind: 'limit', reason: 'maxActions' });
  });
  await agent.execution('in', async (execution) => {
    await execution.llm({ model: 'm' }, (llm) => void llm.usage({ inputTokens: 5, outputTokens: 0 }));
    expect(await call({})).toMatchObject({ kind: 'limit', reason: 'maxCostUsd' });
  });
});

test('a refused model call is not made, is a value, and is recorded', async () => {
  const { client, agent } = await agentWith({
    limits: { maxActions: 3, maxSeconds: null, maxCostUsd: null },
  });
  let made = 0;
  const refusal = await agent.execution('in', async (execution) => {
    for (;;) {
      const answer = await execution.llm({ model: 'm' }, () => `answer ${++made}`);
      if (typeof answer !== 'string') return answer;
    }
  });
  expect([made, refusal.kind, refusal.reason]).toEqual([3, 'limit', 'maxActions']);
  await client.flush();
  const calls = world.server.spans.filter((span) => span.name === 'chat m');
  expect(calls.map((span) => span.attributes['error.type'])).toEqual([
    undefined,
    undefined,
    undefined,
    'policy_refused',
  ]);
  expect(calls[3]).toMatchObject({
    status: { code: 2, message: 'maxActions' },
    attributes: { 'metaagent.policy.effect': 'deny', 'metaagent.policy.version': 1 },
  });
});

test('the policy permits a model call by the limits of the current execution', async () => {
  const { agent } = await agentWith({ limits: { maxActions: 1, maxSeconds: null, maxCostUsd: null } });
  expect(agent.policy.permit('0.1').type).toBe('permit');
  await agent.execution('in', async (execution) => {
    expect(agent.policy.permit('0.1').type).toBe('permit');
    await execution.retrieval('docs', 'q', () => []);
    expect(agent.policy.permit('0.1')).toMatchObject({ kind: 'limit', reason: 'maxActions' });
  });
  const closed = world.connect({ withoutPolicy: 'closed' }).agent('unknown');
  expect(closed.policy.permit()).toMatchObject({ kind: 'noPolicy' });
});

interface Given {
  policy: object;
  actions: { do: 'llm' | 'tool' | 'retrieval' | 'handoff'; name: string; costUsd?: string }[];
}

const file = new URL('../../../../protocol/conformance/17-runs.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: { name: string; in: Given; out: object }[];
};

for (const { name, in: given, out } of cases) {
  test(`runs/${name}`, async () => {
    const priced = given.actions.filter((action) => action.costUsd !== undefined);
    const { client, agent } = await agentWith({
      prices: priced.map((action) => ({
        ...prices[0],
        model: action.name,
        input: String(Number(action.costUsd) * 1_000_000),
      })),
      ...given.policy,
    });
    const execution = agent.begin('in');
    const refused: (Refusal | null)[] = [];
    for (const action of given.actions) refused.push(await act(execution, action));
    execution.end();
    await client.flush();
    expect({
      begin: execution.refusal?.kind ?? null,
      refused: refused.map((refusal) => refusal && { kind: refusal.kind, reason: refusal.reason }),
      actions: execution.usage().actions,
      recorded: world.server.spans.map((span) => span.name),
    }).toEqual(out);
  });
}

/** Makes an action, unless it is refused: the refusal, or null. */
async function act(execution: Execution, { do: kind, name, costUsd }: Given['actions'][number]) {
  if (kind === 'llm') {
    return (await execution.llm({ model: name }, (call) => {
      if (costUsd !== undefined) call.usage({ inputTokens: 1, outputTokens: 0 });
      return null;
    })) as Refusal | null;
  }
  if (kind === 'tool') return (await execution.guard(name, {}, () => null)) as Refusal | null;
  if (kind === 'retrieval') await execution.retrieval(name, 'q', () => []);
  else await execution.handoff(name);
  return null;
}
