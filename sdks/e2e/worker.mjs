// As worker.py, with the SDK for TypeScript.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { MetaAgent } from '../typescript/dist/index.js';

const AGENT = process.argv[2];
const client = MetaAgent.connect();
const agent = client.agent(AGENT);
const runs = new Map();
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const refusal = (value) =>
  value?.type === 'refusal' ? { refused: value.kind, reason: value.reason } : { refused: null };

async function call(run, tool, args) {
  const made = [];
  const result = await run.guard(tool, args, (given) => {
    made.push(given);
    return 'done';
  });
  return { made, ...refusal(result) };
}

async function load(seconds, pause) {
  const end = performance.now() + seconds * 1000;
  const counts = { runs: 0, wrong: 0, errors: 0, slowestMs: 0 };
  while (performance.now() < end) {
    const began = performance.now();
    try {
      await agent.execution('load', async (run) => {
        const first = await call(run, 'read_file', { n: 1 });
        const second = await call(run, 'drop_table', { n: 2 });
        if (run.refusal !== null || first.made.length !== 1 || second.refused !== 'denied') counts.wrong++;
      });
    } catch (error) {
      counts.errors++;
      counts.error = String(error);
    }
    counts.runs++;
    counts.slowestMs = Math.max(counts.slowestMs, performance.now() - began);
    await sleep(pause * 1000);
  }
  return counts;
}

async function answer(order) {
  switch (order.do) {
    case 'status':
      return { ...agent.policy.status() };
    case 'prompt': {
      const prompt = agent.policy.prompt(`e2e/${AGENT}`, 'default');
      return { text: prompt.render({ name: 'Ada' }), version: prompt.version };
    }
    case 'begin': {
      const run = agent.begin('begin');
      runs.set(run.id, run);
      return { run: run.id, ...refusal(run.refusal) };
    }
    case 'call':
      return call(runs.get(order.run), order.tool, order.args);
    case 'model':
      return refusal(await runs.get(order.run).llm({ model: 'model-1', input: 'hi' }, () => 'answered'));
    case 'end':
      runs.get(order.run).end();
      runs.delete(order.run);
      return {};
    case 'load':
      return load(order.seconds, order.pause);
    case 'flush':
      return { flushed: await client.flush(order.seconds * 1000) };
    default:
      throw new Error(order.do);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  answer(order).then(
    (result) => say({ id: order.id, ...result }),
    (error) => say({ id: order.id, error: String(error) }),
  );
}
await client.close();
