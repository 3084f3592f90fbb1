import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '../policy/json.js';
import { messageOf, type Problems } from './problems.js';

/** Small files of JSON in one folder. A file is replaced as a whole, so that a crash leaves the old one. */
export class Disk {
  readonly #writes = new Map<string, Promise<void>>();

  constructor(
    private readonly folder: string,
    private readonly problems: Problems,
  ) {}

  /** The object in a file; null if there is none or it cannot be read. */
  read(name: string): Record<string, unknown> | null {
    let text: string;
    try {
      text = readFileSync(join(this.folder, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.problems.report('disk', messageOf(error));
      return null;
    }
    const value = parseJson(text);
    if (isObject(value)) return value;
    this.problems.report('disk', `${name} holds no object of JSON and is not used`);
    return null;
  }

  /** Replaces a file, after the writes to it that were asked for before. */
  write(name: string, value: object): Promise<void> {
    const text = JSON.stringify(value);
    const before = this.#writes.get(name) ?? Promise.resolve();
    const write = before.then(() => this.#replace(name, text));
    this.#writes.set(name, write);
    return write;
  }

  /** Waits for the writes that were asked for. */
  async settled(): Promise<void> {
    await Promise.all(this.#writes.values());
  }

  async #replace(name: string, text: string): Promise<void> {
    const temporary = join(this.folder, `${name}.${randomUUID()}.tmp`);
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(this.folder, name));
    } catch (error) {
      this.problems.report('disk', messageOf(error));
      await rm(temporary, { force: true }).catch(() => {});
    }
  }
}
