import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Action } from '@/api/types';
import { actionsOf } from '../fake/actions.mjs';
import {
  asked,
  click,
  failedRun,
  heading,
  open,
  push,
  snapshot,
  until,
  withPages,
  world,
  writer,
} from './open';

/** A live connection that tells what a test has it tell, and what was missed to those who come back. */
let sockets: TellingSocket[] = [];
let told: { at: number; frame: { topic: string; [field: string]: unknown } }[] = [];
const cursor = () => `${told.length}-1-1`;

class TellingSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly topics = new Set<string>();
  constructor() {
    sockets.push(this);
    setTimeout(() => this.say({ type: 'welcome' }));
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify({ cursor: cursor(), ...frame }) });
  }
  send(text: string) {
    const { type, topics, filter, resumeFrom } = JSON.parse(text);
    for (const topic of topics) {
      if (type === 'unsubscribe') this.topics.delete(topic);
      if (type === 'subscribe') setTimeout(() => this.begin(topic, filter, resumeFrom));
    }
  }
  /** What a topic begins with comes before anything that is told of it. */
  private begin(topic: string, filter: object, resumeFrom: string | undefined) {
    this.topics.add(topic);
    if (!resumeFrom) return this.say({ type: 'snapshot', topic, gap: false, ...snapshot(topic, filter) });
    const missed = told.filter(
      (each) => each.frame.topic === topic && each.at > Number.parseInt(resumeFrom, 10),
    );
    this.say({ type: 'resumed', topic, actions: missed.flatMap(({ frame }) => frame.actions), more: 0 });
  }
  close() {
    sockets = sockets.filter((each) => each !== this);
  }
}

const tell = (topic: string, fields: object) => {
  const frame = { type: topic.split(':')[0] === 'executions' ? 'execution' : topic, topic, ...fields };
  told.push({ at: told.length + 1, frame });
  for (const socket of sockets) if (socket.topics.has(topic)) socket.say(frame);
};
const watched = (topic: string) =>
  until(() => expect(sockets.some((socket) => socket.topics.has(topic))).toBe(true));
/** Later than all actions of the world, so that it is the first row of its agent. */
const step = (number: number): Action => {
  const [, like] = actionsOf(world().runs[0]) as Action[];
  return {
    ...(like as Action),
    kind: 'tool',
    status: 'ok',
    error: null,
    id: `live-${number}`,
    spanId: number.toString(16).padStart(16, '0'),
    name: `step ${number}`,
    startedAt: new Date(Date.now() + 60_000 + number).toISOString(),
  };
};
const tail = async () => within(await screen.findByRole('region', { name: 'Live tail' }));

withPages();
beforeEach(() => {
  told = [];
  vi.stubGlobal('WebSocket', TellingSocket);
});

it('the tail shows an action as it comes, holds still under the pointer, and says what waits', async () => {
  open('/fleet');
  await watched('tail');
  const box = await tail();
  tell('tail', { actions: [step(1)], more: 0 });
  const shown = await box.findByText('step 1');
  const list = shown.closest('ul')?.parentElement as HTMLElement;
  fireEvent.pointerEnter(list);
  tell('tail', { actions: [step(2), step(3)], more: 1204 });
  expect(await box.findByText('2 newer')).toBeTruthy();
  expect(box.queryByText('step 2')).toBeNull();
  fireEvent.pointerLeave(list);
  expect(await box.findByText('step 3')).toBeTruthy();
  expect(box.getByText(/1,204 more actions not shown/)).toBeTruthy();
});

it('a tail that was paused says so on its button and takes what came meanwhile when it goes on', async () => {
  open('/fleet');
  await watched('tail');
  const box = await tail();
  tell('tail', { actions: [step(1)], more: 0 });
  await box.findByText('step 1');
  click(box.getByRole('button', { name: 'Pause' }));
  await until(() => expect(sockets.some((socket) => socket.topics.has('tail'))).toBe(false));
  expect(box.getByText('step 1')).toBeTruthy();
  click(box.getByRole('button', { name: 'Resume' }));
  await watched('tail');
  tell('tail', { actions: [step(2)], more: 0 });
  expect(await box.findByText('step 2')).toBeTruthy();
});

it('a connection that is cut comes back, and what was missed is there once', async () => {
  open('/fleet');
  await watched('tail');
  const box = await tail();
  tell('tail', { actions: [step(10)], more: 0 });
  await box.findByText('step 10');
  const cut = [...sockets];
  sockets = [];
  for (const socket of cut) socket.onclose?.({ code: 1006 });
  tell('tail', { actions: [step(11)], more: 0 });
  expect(await box.findByText('step 11')).toBeTruthy();
  expect(box.getAllByText('step 10')).toHaveLength(1);
});

it('an agent that begins to fail is seen and said without anybody asking', async () => {
  open('/fleet');
  await watched('health');
  const agent = world().agents[2];
  await screen.findByRole('row', { name: /Lead Researcher/ });
  const asOf = new Date(Date.now() + 60_000).toISOString();
  tell('health', {
    gone: [],
    agents: [{ ...agent, status: 'failing', runsPerHour: 9_876, health: { ...agent?.health, asOf } }],
  });
  await until(() =>
    expect(screen.getByRole('row', { name: /Lead Researcher/ }).textContent).toContain('9,876'),
  );
  const ref = { id: agent?.id, name: agent?.name };
  tell('status', { changes: [{ agent: ref, from: 'healthy', to: 'failing', reason: '', at: asOf }] });
  expect(await screen.findByText(/^Lead Researcher is failing since/)).toBeTruthy();
});

it('the page of an agent follows what is told of it', async () => {
  open(`/agent?id=${writer().id}`);
  await heading(/Email Writer fails/);
  await watched('health');
  const asOf = new Date(Date.now() + 60_000).toISOString();
  tell('health', {
    gone: [],
    agents: [{ ...writer(), status: 'healthy', health: { ...writer().health, asOf } }],
  });
  await heading(/Email Writer is inside its targets/);
});

it('a run that goes on is read again when its actions come in', async () => {
  const run = failedRun();
  open(`/execution?id=${run.id}`);
  await heading(/failed/);
  await watched(`executions:${run.id}`);
  run.subject = 'Renamed while it ran';
  tell(`executions:${run.id}`, { execution: run, actions: [] });
  await heading(/Renamed while it ran/);
});

it('the list of actions says how many are newer, and follows by itself while its tail is on', async () => {
  open('/executions?view=actions&kind=tool');
  await screen.findAllByText('crm.get_lead');
  await watched('tail');
  tell('tail', { actions: [step(20)], more: 0 });
  await push('1 newer');
  expect(await screen.findByRole('row', { name: /step 20/ })).toBeTruthy();
  click(screen.getByRole('button', { name: 'Live tail' }));
  tell('tail', { actions: [step(21)], more: 0 });
  expect(await screen.findByRole('row', { name: /step 21/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /newer/ })).toBeNull();
});

it('a run that came in waits above the list until somebody takes it', async () => {
  open('/executions');
  await heading(/runs/);
  await watched('runs');
  const [first] = world().runs;
  world().runs.unshift({
    ...first,
    id: 'f'.repeat(32),
    subject: 'The newest run',
    startedAt: new Date().toISOString(),
  });
  tell('runs', { executions: [], more: 0 });
  await push('1 newer');
  expect(await screen.findByRole('row', { name: /The newest run/ })).toBeTruthy();
});

it('a paused page watches nothing and asks nothing, and goes on where it is', async () => {
  open('/fleet');
  await watched('health');
  click(await screen.findByRole('button', { name: /^Live/ }));
  await until(() => expect(sockets).toHaveLength(0));
  const before = asked.length;
  await new Promise((done) => setTimeout(done, 2_300));
  expect(asked.length - before).toBe(0);
  click(screen.getByRole('button', { name: /^Paused/ }));
  await watched('health');
});

it('a hidden tab keeps its connection for a minute and then lets it rest until it is seen', async () => {
  open('/execution?id=feedfeed');
  await watched('executions:feedfeed');
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  vi.useFakeTimers();
  fireEvent(document, new Event('visibilitychange'));
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  expect(sockets).toHaveLength(1);
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(sockets).toHaveLength(0);
  hidden.mockReturnValue(false);
  vi.useRealTimers();
  fireEvent(document, new Event('visibilitychange'));
  await watched('executions:feedfeed');
});
