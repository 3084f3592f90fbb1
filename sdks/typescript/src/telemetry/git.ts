import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Which version of which repository runs. Absent: unknown. */
export interface GitContext {
  repository?: string | undefined;
  ref?: string | undefined;
  commit?: string | undefined;
}

type Environment = Record<string, string | undefined>;

/** The git context that a build system says, else what the folder `.git` upward from a folder says. */
export function gitContext(environment: Environment, folder: string): GitContext {
  const said = fromEnvironment(environment);
  if (said !== null) return said;
  try {
    return fromFolder(folder);
  } catch {
    return {};
  }
}

function fromEnvironment(env: Environment): GitContext | null {
  if (env.GITHUB_SHA) {
    const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
    const repository = env.GITHUB_REPOSITORY ? `${server}/${env.GITHUB_REPOSITORY}` : undefined;
    return { repository: withoutCredentials(repository), ref: env.GITHUB_REF_NAME, commit: env.GITHUB_SHA };
  }
  if (env.CI_COMMIT_SHA) {
    const repository = withoutCredentials(env.CI_PROJECT_URL);
    return { repository, ref: env.CI_COMMIT_REF_NAME, commit: env.CI_COMMIT_SHA };
  }
  if (env.VERCEL_GIT_COMMIT_SHA) {
    const { VERCEL_GIT_REPO_OWNER: owner, VERCEL_GIT_REPO_SLUG: slug, VERCEL_GIT_PROVIDER: provider } = env;
    const repository = owner && slug ? `https://${provider ?? 'github'}.com/${owner}/${slug}` : undefined;
    return { repository, ref: env.VERCEL_GIT_COMMIT_REF, commit: env.VERCEL_GIT_COMMIT_SHA };
  }
  return null;
}

function fromFolder(start: string): GitContext {
  const git = findGit(resolve(start));
  if (git === null) return {};
  const shared = readText(join(git, 'commondir'));
  const common = shared === null ? git : resolve(git, shared);
  const repository = withoutCredentials(
    /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(readText(join(common, 'config')) ?? '')?.[1],
  );
  const head = readText(join(git, 'HEAD')) ?? '';
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return { repository, commit: commitOrNone(head) };
  const commit = readText(join(git, ref)) ?? readText(join(common, ref)) ?? packed(common, ref);
  return { repository, ref: ref.replace(/^refs\/(heads|tags)\//, ''), commit: commitOrNone(commit) };
}

function findGit(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, '.git');
    const stat = statSync(candidate, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return candidate;
    // A worktree or submodule: a file that says where the folder is.
    if (stat?.isFile()) return resolve(at, (readText(candidate) ?? '').replace(/^gitdir: /, ''));
    if (dirname(at) === at) return null;
  }
}

function packed(git: string, ref: string): string | undefined {
  const lines = (readText(join(git, 'packed-refs')) ?? '').split('\n');
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0];
}

function commitOrNone(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/** An address without what stands before `@` in it, except the user of SSH. */
function withoutCredentials(address: string | undefined): string | undefined {
  return address?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/^[^/@]*@(?=[^/]+:)/, 'git@');
}
