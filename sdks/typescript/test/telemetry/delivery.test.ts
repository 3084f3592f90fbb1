import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { MetaAgent, Options } from '../../src/index.js';
import { readSegment } from '../../src/telemetry/segment.js';
import { answer, type Received } from '../server/fake-server.js';
import { fixture, until } from '../server/fixtures.js';
import { readSpans } from '../server/otlp.js';

const world = fixture();

function record(client: MetaAgent, names: string[]): void {
  for (const name of names) client.agent(name).begin('x'.repeat(1000)).end();
}

/** Answers telemetry with a status as long as a condition holds. */
function refuse(status: number, whether: (request: Received) => boolean): void {
  world.server.intercept = (request, response) => {
    if (request.path !== '/v1/traces' || !whether(request)) return false;
    response.setHeader('retry-after', '0');
    answer(response, status, '');
    return true;
  };
}

const names = () => new Set(world.server.spans.map((span) => span.attributes['gen_ai.agent.name']));
const many = (count: number) => Array.from({ length: count }, (_, index) => `agent-${index}`);
const holds = (request: Received, name: string) =>
  readSpans(gunzipSync(request.body)).some((span) => span.attributes['gen_ai.agent.name'] === name);
/** The numbers under which records arrived, in their order. */
const numbers = () =>
  world.server.received('/v1/traces').flatMap(({ headers }) => {
    const [first, last] = String(headers['metaagent-sequence']).split('-').map(Number) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
const modes: [string, Options][] = [
  ['in memory', {}],
  ['on disk', { durable: true }],
];

for (const [where, options] of modes) {
  test(`${where}: telemetry is sent again until the server has it, with consecutive numbers`, async () => {
    let failures = 3;
    refuse(503, () => failures-- > 0);
    const client = world.connect(options);
    record(client, ['a', 'b']);
    expect(await client.flush()).toBe(true);
    record(client, ['c']);
    expect(await client.flush()).toBe(true);
    expect(names()).toEqual(new Set(['a', 'b', 'c']));
    const headers = world.server.received('/v1/traces').map((request) => request.headers);
    expect(headers.map((one) => one['metaagent-sequence'])).toEqual(['1-2', '3-3']);
    expect(headers[0]).toMatchObject({ 'metaagent-dropped': '0', 'content-encoding': 'gzip' });
  });

  test(`${where}: a record that the server refuses for good does not stop the others`, async () => {
    refuse(400, (request) => holds(request, 'agent-5'));
    const client = world.connect(options);
    record(client, many(9));
    expect(await client.flush()).toBe(true);
    expect(names().size).toBe(8);
    expect(names()).not.toContain('agent-5');
    expect(client.problems().map((problem) => problem.code)).toContain('telemetry');
  });

  test(`${where}: a full log drops the oldest and counts them`, async () => {
    let down = true;
    refuse(503, () => down);
    const client = world.connect({ ...options, maxLogBytes: 20_000 });
    for (const name of many(60)) {
      record(client, [name]);
      await client.spanProcessor?.forceFlush();
    }
    expect(client.dropped).toBeGreaterThan(0);
    down = false;
    expect(await client.flush()).toBe(true);
    expect(names()).toContain('agent-59');
    expect(names().size).toBe(60 - client.dropped);
    expect(world.server.received('/v1/traces').at(-1)?.headers['metaagent-dropped']).toBe(
      String(client.dropped),
    );
  });

  test(`${where}: a full log that blocks drops the newest after its time`, async () => {
    let down = true;
    refuse(503, () => down);
    const client = world.connect({ ...options, maxLogBytes: 5_000, whenFull: { blockMs: 1 } });
    for (const name of many(20)) {
      record(client, [name]);
      await client.spanProcessor?.forceFlush();
    }
    await client.agent('one-more').execution('in', () => 'goes on');
    await client.spanProcessor?.forceFlush();
    down = false;
    expect(await client.flush()).toBe(true);
    expect(names()).toContain('agent-0');
    expect(names().size).toBe(21 - client.dropped);
  });

  test(`${where}: what is recorded while others are sent arrives once, under consecutive numbers`, async () => {
    const client = world.connect(options);
    for (const name of many(40)) {
      record(client, [name]);
      if (name.endsWith('5')) await client.spanProcessor?.forceFlush();
      if (name.endsWith('7')) void client.flush();
    }
    expect(await client.flush()).toBe(true);
    expect(world.server.spans).toHaveLength(40);
    expect(numbers()).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(client.problems().filter(({ code }) => ['lost', 'disk', 'telemetry'].includes(code))).toEqual([]);
  });

  test(`${where}: records that were dropped for lack of room leave a gap, and the others keep their numbers`, async () => {
    let down = true;
    refuse(503, () => down);
    const client = world.connect({ ...options, maxLogBytes: 5_000, whenFull: { blockMs: 1 } });
    for (const name of many(20)) {
      client
        .agent(name)
        .begin('x'.repeat(name === 'agent-2' ? 8_000 : 100))
        .end();
      await client.spanProcessor?.forceFlush();
    }
    down = false;
    expect(await client.flush()).toBe(true);
    for (const [index, number] of numbers().entries())
      expect(world.server.spans[index]?.attributes['gen_ai.agent.name']).toBe(`agent-${number - 1}`);
    expect(numbers()).toContain(4);
    expect(numbers()).not.toContain(3);
  });
}

test('a wrong key drops what is in memory and keeps what is on disk', async () => {
  refuse(401, () => true);
  const memory = world.connect();
  record(memory, ['a']);
  expect(await memory.flush()).toBe(true);
  const disk = world.connect({ durable: true });
  record(disk, ['b']);
  expect(await disk.flush(1000)).toBe(false);
  await disk.close(10);
  world.server.intercept = () => false;
  await world.connect({ durable: true }).flush();
  expect(names()).toEqual(new Set(['b']));
});

test('a refused record is set aside on disk', async () => {
  refuse(413, () => true);
  const client = world.connect({ durable: true });
  record(client, ['a']);
  await client.flush();
  const scope = join(world.folder, 'telemetry');
  const [folder] = readdirSync(scope);
  const { records } = readSegment(readFileSync(join(scope, folder as string, 'refused.segment')));
  expect(records).toHaveLength(1);
});

test('records on disk are removed when the server has them', async () => {
  const client = world.connect({ durable: true });
  record(client, ['a']);
  await client.close();
  const left = readdirSync(join(world.folder, 'telemetry'), { recursive: true });
  expect(left.filter((name) => String(name).endsWith('.segment'))).toEqual([]);
});

test('a damaged end of a segment is reported, and what is before it is sent', async () => {
  refuse(503, () => true);
  const client = world.connect({ durable: true });
  record(client, ['a']);
  await client.spanProcessor?.forceFlush();
  await client.close(10);
  const scope = join(world.folder, 'telemetry');
  const name = readdirSync(scope, { recursive: true }).find((file) => String(file).endsWith('.segment'));
  const path = join(scope, String(name));
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('torn')]));
  world.server.intercept = () => false;
  const next = world.connect({ durable: true });
  await next.flush();
  expect(names()).toEqual(new Set(['a']));
  expect(next.problems().map((problem) => problem.code)).toContain('lost');
});

test('a disk that fails is reported, and telemetry goes on in memory', async () => {
  const file = join(world.folder, 'file');
  writeFileSync(file, '');
  const client = world.connect({ durable: true, dataFolder: file });
  record(client, ['a']);
  expect(await client.flush()).toBe(true);
  expect(names()).toEqual(new Set(['a']));
  expect(
    client
      .problems()
      .map((problem) => problem.message)
      .join(),
  ).toContain('telemetry is kept in memory');
  expect(existsSync(join(file, 'telemetry'))).toBe(false);
  record(client, ['b', 'c']);
  expect(await client.flush()).toBe(true);
  expect(numbers()).toEqual([1, 2, 3]);
});

test('a server that hangs delays a flush no longer than it may take', async () => {
  world.server.intercept = () => true;
  const client = world.connect();
  record(client, ['a']);
  expect(await client.flush(100)).toBe(false);
});

test('what is recorded is sent without being asked for', async () => {
  record(world.connect(), ['a']);
  await until(() => names().has('a'));
});
