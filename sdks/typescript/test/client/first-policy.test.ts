import { FakeListChatModel } from '@langchain/core/utils/testing';
import { beforeEach, expect, test } from 'vitest';
import { MetaAgentCallbackHandler } from '../../src/langchain/index.js';
import { answer } from '../server/fake-server.js';
import { fixture } from '../server/fixtures.js';

const world = fixture();
const deny = { tools: [{ id: 'r1', tool: 'shell', when: null, effect: 'deny', reason: 'never' }] };

/** Keeps requests for a policy waiting until they are released. */
function hold(): { release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.server.intercept = (request, response) => {
    if (!request.path.endsWith('/policy')) return false;
    void released.then(() => {
      world.server.intercept = () => false;
      answer(response, 200, world.server.held('desk'));
    });
    return true;
  };
  return { release };
}

beforeEach(() => world.server.setPolicy('desk', deny));

test('a first run is governed though nobody waited for its policy', async () => {
  const held = hold();
  setTimeout(held.release, 200);
  const decision = await world
    .connect()
    .agent('desk')
    .execution('hello', (run) => run.guard('shell', {}, () => 1));
  expect(decision).toMatchObject({ type: 'refusal', kind: 'denied' });
});

test('a guarded tool outside of a run is governed from the first call', async () => {
  const held = hold();
  setTimeout(held.release, 200);
  expect(
    await world
      .connect()
      .agent('desk')
      .guard(
        'shell',
        () => 1,
      )({}),
  ).toMatchObject({ kind: 'denied' });
});

test('a run of LangChain is refused by the first policy', async () => {
  world.server.setPolicy('desk', {
    stopped: { since: '2026-01-01T00:00:00Z', reason: 'off', by: 'Ada', share: 0 },
  });
  const held = hold();
  setTimeout(held.release, 200);
  const agent = world.connect().agent('desk');
  const handler = new MetaAgentCallbackHandler(agent, { throwOnRefusal: true });
  const chain = new FakeListChatModel({ responses: ['yes'] }).pipe((message) => message);
  await expect(chain.invoke('hello', { callbacks: [handler] })).rejects.toThrow(/off/);
});

test('a server that hangs holds up the first run once, and not for long', async () => {
  const held = hold();
  const agent = world.connect({ policyWaitSeconds: 0.3 }).agent('desk');
  const times = [];
  for (let run = 0; run < 5; run++) {
    const began = performance.now();
    await agent.execution('hello', () => 1);
    times.push(performance.now() - began);
  }
  expect(times[0]).toBeGreaterThan(200);
  expect(times[0]).toBeLessThan(5_000);
  expect(Math.max(...times.slice(1))).toBeLessThan(200);
  held.release();
});

test('an error of the server ends the wait', async () => {
  world.server.intercept = (_request, response) => {
    answer(response, 503, '');
    return true;
  };
  const began = performance.now();
  await world
    .connect({ policyWaitSeconds: 60 })
    .agent('desk')
    .execution('hello', () => 1);
  expect(performance.now() - began).toBeLessThan(20_000);
});
