import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../programs/record.mjs', import.meta.url));

/** Starts the program that records runs. */
export function start(settings: { count: number; ending: string; options: object }): ChildProcess {
  return spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Waits until a process has ended, and answers with its exit code. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Waits until a process says something. */
export async function said(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return String(line).trim();
}
