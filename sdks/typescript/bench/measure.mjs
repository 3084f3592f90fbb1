// What an SDK costs its host: measure.mjs decide|durable|record|send. Prints JSON. As bench/measure.py of the SDK for
// Python. Needs a build: npm run build.
import { MetaAgent } from '../dist/index.js';
import { steps } from './decide.mjs';
import { ARGUMENTS, at, governed } from './governed.mjs';

const PAIRS = 10_000;
const SECONDS = 5;
const text = JSON.stringify(ARGUMENTS);
const refund = () => 'refunded';
const turn = () => new Promise((resolve) => setImmediate(resolve));
const microseconds = (start) => Number(process.hrtime.bigint() - start) / 1000;

async function plainCall(tracer) {
  const start = process.hrtime.bigint();
  const span = tracer.startSpan('execute_tool stripe.refund', {
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'stripe.refund',
      'gen_ai.tool.call.arguments': text,
    },
  });
  span.setAttribute('gen_ai.tool.call.result', await refund());
  span.end();
  return microseconds(start);
}

async function governedCall(execution) {
  const start = process.hrtime.bigint();
  await execution.guard('stripe.refund', ARGUMENTS, refund);
  return microseconds(start);
}

async function compare({ client, agent }) {
  const tracer = client.tracerProvider.getTracer('plain');
  const plain = [];
  const called = [];
  for (let run = 0; plain.length < PAIRS + 2000; run++) {
    const execution = agent.begin('refund order 1');
    await execution.run(async () => {
      for (let pair = 0; pair < 50; pair++) {
        if ((run + pair) % 2) plain.push(await plainCall(tracer));
        called.push(await governedCall(execution));
        if (!((run + pair) % 2)) plain.push(await plainCall(tracer));
      }
    });
    execution.end();
    await turn();
  }
  const warm = (times) => Float64Array.from(times.slice(2000)).sort();
  return [warm(plain), warm(called)];
}

async function decide() {
  const world = await governed();
  const times = await steps(world.agent);
  await world.client.flush();
  const [plain, called] = await compare(world);
  await world.close();
  return {
    decideP50Us: at(times, 0.5),
    decideP99Us: at(times, 0.99),
    decideCount: times.length,
    plainP50Us: at(plain, 0.5),
    plainP99Us: at(plain, 0.99),
    governedP50Us: at(called, 0.5),
    governedP99Us: at(called, 0.99),
    callCount: plain.length,
  };
}

const connect = () => MetaAgent.connect({ durable: true, whenFull: { blockMs: 60_000 } });

async function work(client, count) {
  await client.agent('desk').execution('question', async (execution) => {
    for (let i = 1; i < count; i++) execution.startTool('stripe.refund', ARGUMENTS).output('refunded').end();
  });
}

async function durable() {
  const client = connect();
  await work(client, 1000);
  await client.spanProcessor.forceFlush();
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < SECONDS * 1000) {
    await work(client, 100);
    count += 100;
  }
  await client.spanProcessor.forceFlush();
  const perSecond = Math.round((count * 1000) / (performance.now() - start));
  if (client.dropped > 0) throw new Error(`${client.dropped} spans were dropped`);
  return { perSecond, count };
}

async function record() {
  const client = connect();
  for (let count = 50; ; count += 50) {
    await work(client, 50);
    await client.spanProcessor.forceFlush();
    console.log(JSON.stringify({ written: count }));
  }
}

async function send() {
  const client = connect();
  await work(client, 1);
  return { sent: await client.flush(60_000) };
}

console.log(JSON.stringify(await { decide, durable, record, send }[process.argv[2]]()));
process.exit(0);
