// Reports every run of every workflow of this n8n to MetaAgent: nodes, model calls with their tokens, tools, errors.
// Nothing to install. It never delays a run, and never throws into n8n. How to use it: README.md beside this file.
const { createHmac } = require('node:crypto');

const url = process.env.METAAGENT_WEBHOOK_URL; // the address of the webhook, from Settings
const secret = process.env.METAAGENT_WEBHOOK_SECRET; // whsec_…, shown once
const RETRY_AFTER_MS = (process.env.METAAGENT_RETRY_MS || '1000,2000,5000,15000,30000').split(',').map(Number);
const TIMEOUT_MS = 10_000;
const MOST_WAITING = 100;
const MOST_BYTES = 15_000_000;
// with its own OpenTelemetry on, n8n sends its spans some seconds after a run: they are to arrive first
const HEAD_START_MS = process.env.N8N_OTEL_ENABLED === 'true' ? 10_000 : 0;
// bulky or secret, and of no use to an observer
const LEFT_OUT = new Set(['binary', 'headers', 'configuration', 'credentials', 'pairedItem', 'messageLog', 'stack']);

let waiting = 0;
const log = (text) => console.warn(`[metaagent] ${text}`);
const pause = (ms) => new Promise((done) => setTimeout(done, ms).unref());

function plain(key, value) {
  if (LEFT_OUT.has(key)) return undefined;
  if (value instanceof Error) return { ...value, name: value.name, message: value.message };
  return value;
}

function eventOf(run, workflow, executionId) {
  const { runData, lastNodeExecuted, error } = run.data?.resultData ?? {};
  return {
    hook: 'workflow.postExecute',
    executionId: String(executionId),
    workflow: {
      id: workflow.id,
      name: workflow.name,
      versionId: workflow.versionId,
      nodes: (workflow.nodes ?? []).map((node) => ({
        name: node.name,
        type: node.type,
        parameters: { model: node.parameters?.model },
      })),
    },
    run: {
      data: { resultData: { runData, lastNodeExecuted, error } },
      mode: run.mode,
      status: run.status,
      startedAt: run.startedAt,
      stoppedAt: run.stoppedAt,
    },
  };
}

async function post(body) {
  const time = Math.floor(Date.now() / 1000);
  const hex = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-metaagent-signature': `t=${time},v1=${hex}` },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, text: await response.text() };
}

async function deliver(body) {
  if (HEAD_START_MS) await pause(HEAD_START_MS);
  for (let attempt = 0; ; attempt++) {
    let problem;
    try {
      const { status, text } = await post(body);
      if (status < 300) return;
      problem = `${status} ${text.slice(0, 200)}`;
      if (status < 500 && status !== 429 && status !== 408) return log(`refused: ${problem}`);
    } catch (error) {
      problem = error.message;
    }
    if (attempt >= RETRY_AFTER_MS.length) return log(`given up: ${problem}`);
    await pause(RETRY_AFTER_MS[attempt]);
  }
}

async function postExecute(run, workflow, executionId) {
  try {
    if (!url || !secret || !run) return;
    if (waiting >= MOST_WAITING) return log('too many events wait; one is dropped');
    const body = JSON.stringify(eventOf(run, workflow, executionId), plain);
    if (Buffer.byteLength(body) > MOST_BYTES) return log(`run ${executionId} is too large to be sent`);
    waiting++;
    deliver(body)
      .catch((error) => log(error.message))
      .finally(() => waiting--);
  } catch (error) {
    log(error.message);
  }
}

if (!url || !secret) log('METAAGENT_WEBHOOK_URL and METAAGENT_WEBHOOK_SECRET are not set; nothing is sent');
module.exports = { workflow: { postExecute: [postExecute] } };
