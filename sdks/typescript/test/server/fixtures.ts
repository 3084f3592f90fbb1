import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { MetaAgent, type Options } from '../../src/index.js';
import { FakeServer } from './fake-server.js';

/** A server, a folder and clients that a test uses; they end with it. */
export interface Fixture {
  server: FakeServer;
  folder: string;
  connect(options?: Options): MetaAgent;
}

/** Sets a server and a folder up for each test of a file. */
export function fixture(): Fixture {
  const state = {} as Fixture;
  let clients: MetaAgent[] = [];
  state.connect = (options = {}) => {
    const client = MetaAgent.connect({
      url: state.server.url,
      key: 'ma_key',
      dataFolder: state.folder,
      ...options,
    });
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    clients = [];
    state.server = await FakeServer.start();
    state.folder = mkdtempSync(join(tmpdir(), 'metaagent-'));
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close(10)));
    await state.server.stop();
    rmSync(state.folder, { recursive: true, force: true });
  });
  return state;
}

/** Waits until something is so. */
export function until(check: () => unknown): Promise<void> {
  return vi.waitFor(
    () => {
      if (!check()) throw new Error(`not yet: ${check}`);
    },
    { timeout: 20_000, interval: 10 },
  );
}
