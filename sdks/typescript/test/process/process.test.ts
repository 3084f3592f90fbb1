import { expect, test } from 'vitest';
import { answer } from '../server/fake-server.js';
import { fixture, until } from '../server/fixtures.js';
import { ended, said, start } from './program.js';

const world = fixture();
const durable = () => ({ url: world.server.url, key: 'ma_key', dataFolder: world.folder, durable: true });
const inputs = () => new Set(world.server.spans.map((span) => span.attributes['metaagent.input']));
const unavailable = () => {
  world.server.intercept = (_request, response) => {
    answer(response, 503, '');
    return true;
  };
};
const available = () => {
  world.server.intercept = () => false;
};

test('a process ends by itself beside an open stream, and what it recorded was sent', async () => {
  world.server.setPolicy('desk');
  const child = start({ count: 3, ending: 'end', options: { ...durable(), durable: false } });
  expect(await ended(child)).toBe(0);
  expect(inputs()).toEqual(new Set(['run 0', 'run 1', 'run 2']));
});

test('a process that awaits the decision of a person does not end before it', async () => {
  const rule = { id: 'r1', tool: 'refund', effect: 'ask', askSeconds: 300, whenUnanswered: 'deny' };
  world.server.setPolicy('desk', { tools: [{ when: null, whenUnreachable: 'closed', ...rule }] });
  const child = start({ count: 0, ending: 'ask', options: { ...durable(), durable: false } });
  await until(() => world.server.approvals.size === 1 && world.server.streams === 1);
  const heard = said(child);
  world.server.decide([...world.server.approvals.keys()][0] as string, 'approved');
  expect(await heard).toBe('refunded 284');
  expect(await ended(child)).toBe(0);
});

test('a process that stopped waiting for a person ends', async () => {
  const rule = { id: 'r1', tool: 'refund', effect: 'ask', askSeconds: 300, whenUnanswered: 'deny' };
  world.server.setPolicy('desk', { tools: [{ when: null, whenUnreachable: 'closed', ...rule }] });
  const child = start({ count: 0, ending: 'wait', options: { ...durable(), durable: false } });
  expect(await said(child)).toBe('the user left');
  expect(await ended(child)).toBe(0);
});

test('a server that never answers does not keep a process from ending', async () => {
  world.server.intercept = () => true;
  const child = start({ count: 3, ending: 'end', options: { ...durable(), durable: false } });
  expect(await ended(child)).toBe(0);
});

test('what a process committed before it was killed is sent by the next one', async () => {
  unavailable();
  const child = start({ count: 100, ending: 'stay', options: durable() });
  expect(await said(child)).toBe('committed');
  child.kill('SIGKILL');
  await ended(child);
  available();
  const client = world.connect(durable());
  await client.flush();
  expect(inputs().size).toBe(100);
  const [request] = world.server.received('/v1/traces');
  expect(request?.headers['metaagent-sequence']).toBe('1-100');
  expect(request?.headers['metaagent-instance']).toMatch(/^[0-9a-f-]{36}$/);
});

test('what a process recorded that exits without closing is sent by the next one', async () => {
  unavailable();
  expect(await ended(start({ count: 50, ending: 'exit', options: durable() }))).toBe(0);
  available();
  await world.connect(durable()).flush();
  expect(inputs().size).toBe(50);
});

test('worker threads record beside each other', async () => {
  unavailable();
  expect(await ended(start({ count: 20, ending: 'worker', options: durable() }))).toBe(0);
  available();
  await world.connect(durable()).flush();
  const instances = new Set(
    world.server.received('/v1/traces').map((request) => request.headers['metaagent-instance']),
  );
  expect(instances.size).toBe(2);
  await until(() => world.server.spans.length === 40);
});
