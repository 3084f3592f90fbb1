import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the package if its sources are newer than what was built: some tests run it in other processes. */
export function setup(): void {
  const sources = readdirSync(`${root}src`, { recursive: true }).map(
    (name) => statSync(`${root}src/${name}`).mtimeMs,
  );
  const built = statSync(`${root}dist/vercel.d.cts`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < Math.max(...sources)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
}
