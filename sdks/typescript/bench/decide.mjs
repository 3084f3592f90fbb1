// How long it takes to use a prompt, decide about a tool call by 100 rules and limits, and record it, in microseconds.
// Needs a build: npm run build.
import { ARGUMENTS, at, governed } from './governed.mjs';

const N = 20_000;

/** The sorted times of N steps, each in a run of its own. */
export async function steps(agent) {
  const times = new Float64Array(N);
  for (let i = -2000; i < N; i++) {
    const execution = agent.begin('refund order 1');
    const start = process.hrtime.bigint();
    execution.run(() => {
      agent.policy.prompt('reply', 'Hi').render({ name: 'Ada' });
      agent.policy.learnings({});
      const decision = agent.policy.tool('stripe.refund', ARGUMENTS);
      if (decision.type !== 'permit') throw new Error(JSON.stringify(decision));
      execution.startTool('stripe.refund', decision.arguments).decided(decision).output('done').end();
    });
    if (i >= 0) times[i] = Number(process.hrtime.bigint() - start) / 1000;
    execution.end();
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return times.sort();
}

if (process.argv[1]?.endsWith('decide.mjs')) {
  const { agent, close } = await governed();
  const times = await steps(agent);
  console.log(JSON.stringify({ p50Us: at(times, 0.5), p99Us: at(times, 0.99), n: N }));
  await close();
}
