import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../http/clock.js';
import type { Connection } from '../http/connection.js';
import { Approvals } from './approvals.js';
import { Disk } from './disk.js';
import { HeldPolicy } from './held-policy.js';
import { KeyRing } from './key-ring.js';
import { Policies } from './policies.js';
import { PolicyLoader } from './policy-loader.js';
import { PolicyStream } from './policy-stream.js';
import type { Problems } from './problems.js';

/** The policies and approvals of one connection. */
export class Governance {
  readonly approvals: Approvals;
  readonly #policies: Policies;
  readonly #disk: Disk;
  #refusedRuns = 0;

  /** @param scope what the files on disk belong to: the server and the key */
  constructor(
    connection: Connection,
    clock: Clock,
    problems: Problems,
    dataFolder: string,
    scope: string,
    pinned: string[],
  ) {
    this.#disk = new Disk(join(dataFolder, 'policies'), problems);
    const keys = new KeyRing(pinned, this.#disk, `${scope}-keys.json`);
    const loader = new PolicyLoader(connection, keys, problems, () => this.#refusedRuns);
    const stream = new PolicyStream(connection);
    const hold = (agent: string) => {
      const file = `${scope}-${digest(agent)}.json`;
      return new HeldPolicy(agent, keys, this.#disk, file, clock, problems);
    };
    this.approvals = new Approvals(connection, clock, problems, () => this.#policies.isStreaming);
    this.#policies = new Policies(
      hold,
      loader,
      stream,
      (data) => this.approvals.answer(data),
      clock,
      problems,
    );
  }

  /** The policy of an agent, from now on kept up to date. */
  follow(agent: string): { held: HeldPolicy; loaded: Promise<boolean> } {
    return this.#policies.follow(agent);
  }

  /** Counts a run that was refused because of a stop. */
  countRefusedRun(): void {
    this.#refusedRuns++;
  }

  async close(): Promise<void> {
    this.#policies.close();
    this.approvals.close();
    await this.#disk.settled();
  }
}

/** 16 hexadecimal digits that stand for a text in the name of a file. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
