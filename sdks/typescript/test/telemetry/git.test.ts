import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitContext } from '../../src/telemetry/git.js';

const commit = 'a'.repeat(40);

function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'git-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  return root;
}

const config = '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://ada:pass@git.example/a/b.git\n';

test('a branch is found upward, without the credentials of its address', () => {
  const root = folder({
    '.git/HEAD': 'ref: refs/heads/feature/x\n',
    '.git/refs/heads/feature/x': commit,
    '.git/config': config,
  });
  const found = gitContext({}, join(root, 'src/deep'));
  expect(found).toEqual({ repository: 'https://git.example/a/b.git', ref: 'feature/x', commit });
});

test('a packed branch and a detached head are found', () => {
  const packed = folder({
    '.git/HEAD': 'ref: refs/heads/main',
    '.git/packed-refs': `# pack\n${commit} refs/heads/main\n`,
  });
  expect(gitContext({}, packed)).toEqual({ repository: undefined, ref: 'main', commit });
  expect(gitContext({}, folder({ '.git/HEAD': commit }))).toMatchObject({ commit });
  expect(gitContext({}, folder({ '.git/HEAD': 'nonsense' }))).toEqual({});
});

test('a worktree is found through the file that names its folder', () => {
  const root = folder({
    'repo/.git/worktrees/w/HEAD': 'ref: refs/heads/w',
    'repo/.git/worktrees/w/commondir': '../..',
    'repo/.git/refs/heads/w': commit,
    'repo/.git/config': '[remote "origin"]\n url = git@git.example:a/b.git',
    'w/.git': 'gitdir: ../repo/.git/worktrees/w',
  });
  expect(gitContext({}, join(root, 'w'))).toEqual({
    repository: 'git@git.example:a/b.git',
    ref: 'w',
    commit,
  });
});

test('a build system is believed first', () => {
  const github = {
    GITHUB_SHA: commit,
    GITHUB_REF_NAME: 'main',
    GITHUB_REPOSITORY: 'a/b',
    GITHUB_SERVER_URL: 'https://ghe.example',
  };
  expect(gitContext(github, '/')).toEqual({ repository: 'https://ghe.example/a/b', ref: 'main', commit });
  const gitlab = {
    CI_COMMIT_SHA: commit,
    CI_COMMIT_REF_NAME: 'x',
    CI_PROJECT_URL: 'https://u:p@gl.example/a',
  };
  expect(gitContext(gitlab, '/')).toEqual({ repository: 'https://gl.example/a', ref: 'x', commit });
  const vercel = {
    VERCEL_GIT_COMMIT_SHA: commit,
    VERCEL_GIT_COMMIT_REF: 'y',
    VERCEL_GIT_REPO_OWNER: 'o',
    VERCEL_GIT_REPO_SLUG: 's',
  };
  expect(gitContext(vercel, '/')).toEqual({ repository: 'https://github.com/o/s', ref: 'y', commit });
});

test('without a repository nothing is known', () => {
  expect(gitContext({}, '/')).toEqual({});
});
