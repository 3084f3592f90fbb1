import { expect, test } from 'vitest';
import type { Pending } from '../../src/index.js';
import { answer } from '../server/fake-server.js';
import { fixture, until } from '../server/fixtures.js';

const world = fixture();
const ask = (rule: object = {}) => ({
  tools: [
    {
      id: 'r3',
      tool: 'refund',
      when: null,
      effect: 'ask',
      askSeconds: 300,
      whenUnanswered: 'deny',
      whenUnreachable: 'closed',
      ...rule,
    },
  ],
});

async function pendingOf(rule: object = {}, args: object = { amount: 284 }): Promise<Pending> {
  world.server.setPolicy('desk', ask(rule));
  const { policy } = world.connect().agent('desk');
  await policy.ready();
  const decision = policy.tool('refund', args);
  if (decision.type !== 'pending') throw new Error(`it is ${decision.type}`);
  return decision;
}

test('a question is answered at once with pending, and posted without personal data', async () => {
  const pending = await pendingOf({}, { amount: 284, to: 'ada@x.example' });
  await until(() => world.server.received('/api/v1/approvals').length === 1);
  const body = JSON.parse(world.server.received('/api/v1/approvals')[0]?.body.toString() as string);
  expect(body).toMatchObject({
    id: pending.approvalId,
    agent: 'desk',
    tool: 'refund',
    ruleId: 'r3',
    executionId: null,
  });
  expect(body.arguments).toEqual({ amount: 284, to: '<EMAIL>' });
  expect(body.expiresAt).toBe(pending.expiresAt.toISOString());
});

test('an approval on the stream permits with the arguments', async () => {
  const pending = await pendingOf();
  await until(() => world.server.streams === 1 && world.server.approvals.size === 1);
  world.server.decide(pending.approvalId, 'approved');
  expect(await pending.decision).toMatchObject({
    type: 'permit',
    arguments: { amount: 284 },
    effect: 'ask',
    rule: 'r3',
  });
});

test('a denial refuses with its reason', async () => {
  const pending = await pendingOf();
  await until(() => world.server.streams === 1 && world.server.approvals.size === 1);
  world.server.decide(pending.approvalId, 'denied', 'wrong amount');
  expect(await pending.decision).toMatchObject({
    type: 'refusal',
    kind: 'deniedByPerson',
    reason: 'wrong amount',
  });
});

test('an answer is asked for while there is no stream', async () => {
  world.server.intercept = (request, response) => {
    if (!request.path.startsWith('/api/v1/policy/stream')) return false;
    answer(response, 503, '');
    return true;
  };
  const pending = await pendingOf();
  await until(() => world.server.approvals.size === 1);
  world.server.decide(pending.approvalId, 'approved', null, false);
  expect(await pending.decision).toMatchObject({ type: 'permit' });
});

test('nobody answers: the rule decides', async () => {
  const pending = await pendingOf({ askSeconds: 1, whenUnanswered: 'deny' });
  expect(await pending.decision).toMatchObject({ type: 'refusal', kind: 'unanswered' });
});

test('a question that the server refuses is decided at once as unreachable', async () => {
  world.server.intercept = (request, response) => {
    if (request.path !== '/api/v1/approvals') return false;
    answer(response, 422, '');
    return true;
  };
  expect(await (await pendingOf()).decision).toMatchObject({ type: 'refusal', kind: 'unreachable' });
  expect(await (await pendingOf({ whenUnreachable: 'open' })).decision).toMatchObject({ type: 'permit' });
});

test('a question is posted again until it is delivered', async () => {
  let failures = 1;
  world.server.intercept = (request, response) => {
    if (request.path !== '/api/v1/approvals' || failures-- <= 0) return false;
    response.setHeader('retry-after', '0');
    answer(response, 503, '');
    return true;
  };
  await pendingOf();
  await until(() => world.server.approvals.size === 1);
});

test('waiting ends when the signal aborts, with its reason', async () => {
  const pending = await pendingOf();
  const controller = new AbortController();
  const waiting = pending.wait(controller.signal);
  controller.abort(new Error('the user left'));
  await expect(waiting).rejects.toThrow('the user left');
  await expect(pending.wait(controller.signal)).rejects.toThrow('the user left');
});
