import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** How long the owner of a folder may be silent before another process takes it, in milliseconds. */
const STALE_MS = 60_000;
const OWNER = 'owner.json';

/** The instance that a folder's records belong to: the part of its name before the first dot. */
export function instanceOf(folderName: string): string {
  return folderName.split('.')[0] as string;
}

/** Makes a folder and says that this process owns it. */
export function own(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, OWNER), JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
}

/** Says again that the owner is alive; whether the folder is still there. */
export function touch(folder: string): boolean {
  try {
    const now = new Date();
    utimesSync(join(folder, OWNER), now, now);
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes the folders of processes that are gone. Renaming decides which of several processes gets one.
 *
 * @returns the paths under which they are now
 */
export function adopt(root: string, adopter: string): string[] {
  const adopted: string[] = [];
  for (const name of folders(root)) {
    if (instanceOf(name) === adopter || name.endsWith(`.${adopter}`) || !isAbandoned(join(root, name)))
      continue;
    const mine = join(root, `${instanceOf(name)}.${adopter}`);
    try {
      renameSync(join(root, name), mine);
      own(mine);
      adopted.push(mine);
    } catch {
      // Another process was faster.
    }
  }
  return adopted;
}

/** Leaves a folder: removes it if it is empty, or lets another process take it at once. */
export function leave(folder: string): void {
  try {
    rmSync(join(folder, OWNER), { force: true });
    rmdirSync(folder);
  } catch {
    release(folder);
  }
}

function release(folder: string): void {
  try {
    writeFileSync(join(folder, OWNER), JSON.stringify({ released: true }), { mode: 0o600 });
  } catch {
    // The folder is gone.
  }
}

function folders(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

function isAbandoned(folder: string): boolean {
  try {
    const { pid, host, released } = JSON.parse(readFileSync(join(folder, OWNER), 'utf8'));
    if (released === true) return true;
    if (host === hostname() && !isAlive(pid)) return true;
    return Date.now() - statSync(join(folder, OWNER)).mtimeMs > STALE_MS;
  } catch {
    return isOld(folder);
  }
}

function isOld(folder: string): boolean {
  try {
    return Date.now() - statSync(folder).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
