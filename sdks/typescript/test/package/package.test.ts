import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'metaagent-package-'));

const run = (program: string, args: string[]) =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

/** The same program, as ESM and CommonJS with types. */
const program = `
import { MetaAgent, type Decision, type Refusal } from '@metaagent/sdk';
import { governTools, MetaAgentCallbackHandler } from '@metaagent/sdk/langchain';
import { governClient } from '@metaagent/sdk/mcp';
import { governTools as governVercelTools } from '@metaagent/sdk/vercel';

const client: MetaAgent = MetaAgent.connect({ disabled: true });
const agent = client.agent('desk');
const decision: Decision = agent.policy.tool('search', { q: 1 });
const search = agent.guard('search', async (args: { q: number }) => args.q + 1);
export const answer: Promise<number | Refusal> = agent.execution('in', () => search({ q: 1 }));
export const all = [decision, governTools(agent, []), new MetaAgentCallbackHandler(agent), governClient, governVercelTools(agent, {})];
`;

beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'host', private: true }));
  const { devDependencies } = JSON.parse(
    execFileSync('node', ['-p', 'JSON.stringify(require("./package.json"))'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const beside = ['typescript', '@types/node', '@langchain/core'].map(
    (name) => `${name}@${devDependencies[name]}`,
  );
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    join(folder, packed.filename),
    ...beside,
  ]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the package can be imported as ESM', () => {
  writeFileSync(
    join(folder, 'esm.mjs'),
    `import { MetaAgent } from '@metaagent/sdk';
     import { governTools } from '@metaagent/sdk/langchain';
     import { governClient } from '@metaagent/sdk/mcp';
     import * as vercel from '@metaagent/sdk/vercel';
     const client = MetaAgent.connect({ disabled: true });
     const add = client.agent('a').guard('add', ({ n }) => n + 1);
     console.log(await client.agent('a').execution(1, () => add({ n: 1 })), typeof governTools, typeof governClient, typeof vercel.governTools);`,
  );
  expect(run('node', ['esm.mjs'])).toBe('2 function function function\n');
});

test('the package can be required as CommonJS, and shares the current execution with ESM', () => {
  writeFileSync(
    join(folder, 'cjs.cjs'),
    `const { MetaAgent, currentExecution } = require('@metaagent/sdk');
     require('@metaagent/sdk/langchain'); require('@metaagent/sdk/mcp'); require('@metaagent/sdk/vercel');
     const client = MetaAgent.connect({ disabled: true });
     import('@metaagent/sdk').then(async (esm) => {
       const same = await client.agent('a').execution(1, (run) => esm.currentExecution() === run && currentExecution() === run);
       console.log(same, esm.MetaAgent !== MetaAgent);
     });`,
  );
  expect(run('node', ['cjs.cjs'])).toBe('true true\n');
});

for (const [name, module, moduleResolution] of [
  ['esm.mts', 'node16', 'node16'],
  ['cjs.cts', 'node16', 'node16'],
  ['bundled.ts', 'esnext', 'bundler'],
] as const) {
  test(`its types hold for ${name} with moduleResolution ${moduleResolution}`, () => {
    writeFileSync(join(folder, name), program);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', module];
    expect(run('npx', ['tsc', ...options, '--moduleResolution', moduleResolution, name])).toBe('');
  });
}

test('its types refuse a wrong use', () => {
  writeFileSync(join(folder, 'wrong.mts'), program.replace("agent('desk')", 'agent(5)'));
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'node16'];
  expect(() => run('npx', ['tsc', ...options, 'wrong.mts'])).toThrow();
});
