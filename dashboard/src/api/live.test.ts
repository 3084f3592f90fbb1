import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { saidOf } from '@/views/fleet/live';
import { Live, type Socket } from './live';
import { type Frame, noRows, type StatusChange, withAgents, withRows } from './live-frames';
import type { Action, Agent } from './types';

class FakeSocket implements Socket {
  sent: { type: string; topics: string[]; filter?: unknown; resumeFrom?: string }[] = [];
  closed = false;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(frame: Partial<Frame>) {
    this.onmessage?.({ data: JSON.stringify({ cursor: null, ...frame }) });
  }
}

let sockets: FakeSocket[] = [];
const live = () =>
  new Live(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
const last = () => sockets.at(-1) as FakeSocket;
const settle = () => vi.advanceTimersByTimeAsync(300);

beforeEach(() => {
  sockets = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

it('asks for all topics of a page at once, and hands each region its frames', async () => {
  const connection = live();
  const tail = vi.fn();
  const health = vi.fn();
  connection.watch('health', {}, health);
  connection.watch('tail', { status: 'error' }, tail);
  connection.watch('status', {}, vi.fn());
  expect(sockets).toHaveLength(1);
  last().say({ type: 'welcome' });
  expect(connection.state()).toBe('live');
  expect(last().sent).toEqual([
    { type: 'subscribe', topics: ['health', 'status'], filter: {} },
    { type: 'subscribe', topics: ['tail'], filter: { status: 'error' } },
  ]);
  last().say({ type: 'tail', actions: [], more: 1 });
  await settle();
  expect(tail).toHaveBeenCalledOnce();
  expect(health).not.toHaveBeenCalled();
});

it('hands over at most four times a second what came meanwhile', async () => {
  const connection = live();
  const tail = vi.fn();
  connection.watch('tail', {}, tail);
  last().say({ type: 'welcome' });
  for (let i = 0; i < 40; i++) {
    last().say({ type: 'tail', actions: [], more: 1 });
    await vi.advanceTimersByTimeAsync(50);
  }
  await settle();
  expect(tail.mock.calls.length).toBeGreaterThanOrEqual(6);
  expect(tail.mock.calls.length).toBeLessThanOrEqual(10);
  expect(tail.mock.calls.flatMap(([frames]) => frames)).toHaveLength(40);
});

it('resumes from the last cursor, but never from one that did not speak for all topics', async () => {
  const connection = live();
  connection.watch('tail', {}, vi.fn());
  connection.watch('runs', { agent: 'a' }, vi.fn());
  last().say({ type: 'welcome' });
  last().say({ type: 'snapshot', topic: 'tail', cursor: '5-0-0', actions: [] });
  last().onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(2);
  last().say({ type: 'welcome' });
  expect(last().sent.map((ask) => ask.resumeFrom)).toEqual([undefined, undefined]);
  last().say({ type: 'snapshot', topic: 'tail', cursor: '6-0-0', actions: [] });
  last().say({ type: 'snapshot', topic: 'runs', cursor: '7-0-0', executions: [] });
  last().say({ type: 'tail', cursor: '8-0-0', actions: [] });
  last().onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(1_000);
  last().say({ type: 'welcome' });
  expect(last().sent.map((ask) => ask.resumeFrom)).toEqual(['8-0-0', '8-0-0']);
});

it('gives up on a barred way after three tries, and tries again later', async () => {
  const connection = live();
  connection.watch('tail', {}, vi.fn());
  for (let i = 0; i < 3; i++) {
    expect(connection.state()).toBe('connecting');
    last().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(connection.state()).toBe('polling');
  last().say({ type: 'welcome' });
  expect(connection.state()).toBe('live');
});

it('holds a silent connection for dead', async () => {
  const connection = live();
  connection.watch('tail', {}, vi.fn());
  last().say({ type: 'welcome' });
  await vi.advanceTimersByTimeAsync(34_000);
  last().say({ type: 'heartbeat' });
  await vi.advanceTimersByTimeAsync(34_000);
  expect(sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sockets[0]?.closed).toBe(true);
  expect(sockets).toHaveLength(2);
});

it('watches nothing while it rests, and asks for a snapshot afterwards', async () => {
  const connection = live();
  connection.watch('tail', {}, vi.fn());
  last().say({ type: 'welcome' });
  last().say({ type: 'snapshot', topic: 'tail', cursor: '5-0-0', actions: [] });
  connection.rest(true);
  expect(last().closed).toBe(true);
  expect(connection.state()).toBe('off');
  connection.rest(false);
  last().say({ type: 'welcome' });
  expect(last().sent).toEqual([{ type: 'subscribe', topics: ['tail'], filter: {} }]);
});

it('ends the connection when nobody watches any more, and not between two pages', async () => {
  const connection = live();
  const leave = connection.watch('tail', {}, vi.fn());
  last().say({ type: 'welcome' });
  leave();
  const leaveRuns = connection.watch('runs', {}, vi.fn());
  await settle();
  expect(last().sent.map((ask) => `${ask.type} ${ask.topics}`)).toEqual([
    'subscribe tail',
    'unsubscribe tail',
    'subscribe runs',
  ]);
  leaveRuns();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sockets).toHaveLength(1);
  expect(last().closed).toBe(true);
});

it('asks anew when the filter changes or a second region needs to know what there was', async () => {
  const connection = live();
  connection.watch('tail', {}, vi.fn());
  last().say({ type: 'welcome' });
  connection.watch('tail', { status: 'error' }, vi.fn());
  await settle();
  expect(last().sent.at(-1)).toEqual({ type: 'subscribe', topics: ['tail'], filter: { status: 'error' } });
});

const agent = (id: string, asOf: number, more: Partial<Agent> = {}) =>
  ({
    id,
    name: id,
    status: 'healthy',
    runsPerHour: 1,
    lastSeenAt: '2026-11-24T14:31:07.000Z',
    health: { asOf: new Date(asOf).toISOString() },
    ribbon: null,
    ...more,
  }) as Agent;
const health = (...agents: Agent[]): Frame => ({ type: 'health', cursor: null, agents, gone: [] });

it('takes the younger of two rows of an agent, whatever came last, and keeps its ribbon', () => {
  const known = [agent('a', 20, { ribbon: [], runsPerHour: 5 }), agent('b', 20)];
  expect(withAgents(known, [health(agent('a', 10))])).toBe(known);
  const after = withAgents(known, [health(agent('b', 30, { status: 'failing' })), health(agent('a', 30))]);
  expect(after.map((a) => a.id)).toEqual(['b', 'a']);
  expect(after[1]?.ribbon).toEqual([]);
  expect(withAgents(known, [{ ...health(), gone: ['a'] }]).map((a) => a.id)).toEqual(['b']);
});

const row = (id: string, name = id) => ({ id, name }) as Action;
const rows = (frame: Frame) => frame.actions;

it('puts new rows on top, replaces known ones where they stand, and counts the others', () => {
  const first = withRows<Action>(
    noRows,
    [{ type: 'snapshot', cursor: null, gap: true, actions: [row('1'), row('2')] }],
    rows,
    3,
  );
  expect(first.items.map((a) => a.id)).toEqual(['2', '1']);
  expect(first.gap).toBe(true);
  const next = withRows(
    first,
    [{ type: 'tail', cursor: null, actions: [row('1', 'again'), row('3'), row('4')], more: 7 }],
    rows,
    3,
  );
  expect(next.items.map((a) => a.id)).toEqual(['4', '3', '2']);
  expect(next.more).toBe(7);
});

const change = (name: string, to: StatusChange['to']): StatusChange => ({
  agent: { id: name, name },
  from: 'healthy',
  to,
  reason: '',
  at: '2026-11-24T13:36:00.000Z',
});

it('says the worst of some changes in one sentence', () => {
  expect(saidOf([change('A', 'degraded')], 'UTC')).toBe('A is degraded since 13:36');
  expect(saidOf([change('A', 'degraded'), change('B', 'failing'), change('C', 'healthy')], 'UTC')).toBe(
    'B is failing since 13:36, and 2 others changed',
  );
  expect(saidOf([], 'UTC')).toBe('');
});
