// Records runs, says so, and ends as it is told: exit, end, stay, ask, wait, worker.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { MetaAgent } from '../../dist/index.js';

const { count, ending, options } = isMainThread ? JSON.parse(process.argv[2]) : workerData;

if (ending === 'worker') {
  const workers = [1, 2].map(
    () => new Worker(new URL(import.meta.url), { workerData: { count, ending: 'end', options } }),
  );
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve))));
} else {
  const client = MetaAgent.connect(options);
  const agent = client.agent('desk');
  for (let run = 0; run < count; run++) await agent.execution(`run ${run}`, () => 'done');
  if (ending === 'ask') {
    await agent.policy.ready();
    const refund = agent.guard('refund', ({ amount }) => `refunded ${amount}`);
    console.log(await agent.execution('refund', () => refund({ amount: 284 })));
  }
  if (ending === 'wait') {
    await agent.policy.ready();
    const left = new AbortController();
    setTimeout(() => left.abort('the user left'), 200);
    await agent.policy
      .tool('refund', {})
      .wait(left.signal)
      .catch((reason) => console.log(reason));
  }
  if (ending === 'exit') process.exit(0);
  if (ending === 'stay') {
    await client.spanProcessor.forceFlush();
    console.log('committed');
    setInterval(() => {}, 1000);
  }
}
