import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Disk } from '../../src/client/disk.js';
import { HeldPolicy } from '../../src/client/held-policy.js';
import { KeyRing } from '../../src/client/key-ring.js';
import { Problems } from '../../src/client/problems.js';
import { Clock } from '../../src/http/clock.js';
import { FakeServer } from '../server/fake-server.js';

/** A clock that a test moves. */
class MovedClock extends Clock {
  monotonicMs = 1_000_000;
  wallMs = Date.now();

  override monotonic(): number {
    return this.monotonicMs;
  }

  override wall(): number {
    return this.wallMs;
  }

  override server(): number {
    return Date.now();
  }
}

function setUp() {
  const server = new FakeServer();
  const problems = new Problems();
  const folder = mkdtempSync(join(tmpdir(), 'metaagent-'));
  const disk = new Disk(folder, problems);
  const clock = new MovedClock();
  const keys = new KeyRing([server.signer.publicKey], disk, 'keys.json');
  const make = () => new HeldPolicy('desk', keys, disk, 'desk.json', clock, problems);
  return { server, disk, clock, make, held: make() };
}

test('the age of a policy grows with the monotonic clock, whatever the clock of the host does', () => {
  const { server, clock, held } = setUp();
  held.take(server.document('desk'));
  clock.wallMs += 3_600_000;
  expect(held.ageSeconds()).toBe(0);
  clock.monotonicMs += 5_000;
  expect(held.ageSeconds()).toBe(5);
});

test('an answer that nothing has changed, and a ping, confirm the policy', () => {
  const { server, clock, held } = setUp();
  held.confirm();
  expect(held.source).toBe('none');
  held.take(server.document('desk'));
  for (const confirm of [() => held.confirm(), () => held.ping()]) {
    clock.monotonicMs += 70_000;
    confirm();
    expect(held.ageSeconds()).toBe(0);
  }
});

test('a ping does not confirm what the server replaced by something that was refused', () => {
  const { server, clock, held } = setUp();
  held.take(server.document('desk'));
  expect(held.take(server.document('other'))).toBe(false);
  expect(held.refused).toBe('otherAgent');
  clock.monotonicMs += 5_000;
  held.ping();
  expect(held.ageSeconds()).toBe(5);
});

test('a policy from disk is as old as its last contact, and a ping does not confirm it', async () => {
  const { server, disk, clock, make, held } = setUp();
  held.take(server.document('desk'));
  await disk.settled();
  clock.wallMs += 90_000;
  const later = make();
  later.ping();
  expect(later.source).toBe('disk');
  expect(Math.round(later.ageSeconds())).toBe(90);
  later.confirm();
  expect(later).toMatchObject({ source: 'server', etag: '"1"' });
});

test('a lower version than the one held is refused', () => {
  const { server, held } = setUp();
  const older = server.document('desk');
  held.take(server.document('desk'));
  expect(held.take(older)).toBe(false);
  expect(held.policy?.version).toBe(2);
});
