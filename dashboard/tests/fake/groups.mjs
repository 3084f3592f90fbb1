// Runs in groups, two versions side by side, and where the time goes: the routes.
import { HOUR, list, moment, ok, problem } from './answers.mjs';
import { groups as groupsOf } from './query.mjs';
import { rate, usd } from './random.mjs';

const KEYS = {
  agent: (e) => e.agent.id,
  model: (e) => e.models[0],
  user: (e) => e.userId,
  environment: (e) => e.environment,
  version: (e) => e.agentVersion,
  promptVersion: (e) => e.promptVersion,
  taskClass: (e) => e.taskClass,
};

const span = (q, now, hours = 24) => ({
  from: moment(q.get('from'), now) ?? now - hours * HOUR,
  to: moment(q.get('to'), now) ?? now,
});
const written = ({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
const p95Of = (runs) =>
  runs.map((e) => e.durationMs).sort((a, b) => a - b)[Math.floor(runs.length * 0.95)] ?? null;
const sum = (runs, read) => runs.reduce((all, e) => all + (read(e) ?? 0), 0);

function groupOf(key, agent, runs) {
  const failed = runs.filter((e) => e.success.value === false).length;
  const known = runs.filter((e) => e.success.value !== null).length;
  return {
    key,
    agent,
    executions: runs.length,
    failed,
    costUsd: sum(runs, (e) => Number(e.costUsd)).toFixed(9),
    unpriced: runs.filter((e) => e.costUsd === null).length,
    tokens: sum(runs, (e) => e.inputTokens + e.outputTokens),
    successRate: rate(known - failed, known, runs.length - known),
    p95: p95Of(runs),
  };
}

/** An agent has more runs than the fake world holds: they are counted as its health says. */
function groupOfAgent(agent, hours) {
  const runs = Math.round(agent.kind.perHour * hours);
  const ok = Math.round(runs * agent.kind.p);
  return {
    key: agent.id,
    agent: { id: agent.id, name: agent.name },
    executions: runs,
    failed: runs - ok,
    costUsd: agent.kind.cost === null ? null : usd(agent.kind.cost * runs, 9),
    unpriced: agent.kind.cost === null ? runs : 0,
    tokens: agent.kind.tokens * runs,
    successRate: rate(ok, runs),
    p95: agent.kind.p95,
  };
}

/** Runs in groups; agents without any filter as their health says, because the world holds only some of their runs. */
function groups(ask) {
  const { world, now, q, scenario } = ask;
  if (!q.get('by')) q.set('by', 'agent');
  const found = groupsOf(ask);
  const plain = [...q.keys()].every((key) => ['by', 'from', 'to', 'limit'].includes(key));
  if (q.get('by') !== 'agent' || !plain || scenario === 'empty') return ok(found);
  const range = span(q, now);
  const items = world.agents.map((agent) => groupOfAgent(agent, (range.to - range.from) / HOUR));
  return ok({ ...found, groups: items.length, items: items.sort((a, b) => b.executions - a.executions) });
}

const PROMPT = `You write first emails for {{sender.company}}.
Your tone is friendly and factual.
Never promise a price, a discount or a date.
Use what you know about the company: {{lead.facts}}
Write in the lead's language.
Return only JSON for this schema: {subject, body}.
Sign off with {{sender.name}}`;
const BROKEN = `You write first emails for {{sender.company}}.
Your tone is warm and personal, as to a colleague.
Never promise a price, a discount or a date.
Use what you know about the company: {{lead.facts}}
Write in the lead's language.
Put the email into the fields subject and body.
Sign off warmly.`;

/** Lines of two texts of the same length: equal, or the one taken out and the other put in. */
const linesOf = (before, after) => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return a.flatMap((text, i) =>
    text === b[i]
      ? [{ op: 'same', text }]
      : [
          { op: 'removed', text },
          { op: 'added', text: b[i] },
        ],
  );
};

/** A value with an interval of two in a hundred around it; null below 20 runs. */
const estimateOf = (value, runs) =>
  runs.length < 20 ? null : { value, low: value * 0.98, high: value * 1.02, n: runs.length };
const difference = ([value, low, high]) => ({ value, low, high });
const verdictOf = (d, moreIsBetter) =>
  d === null || (d.low <= 0 && d.high >= 0) ? 'unclear' : d.value > 0 === moreIsBetter ? 'better' : 'worse';

function compare({ world, now, q, params }) {
  const agent = world.agents.find((each) => each.id === params.id);
  if (!agent) return problem(404, 'agent-unknown', 'No agent has this id.');
  const by = q.get('by') ?? 'promptVersion';
  const range = span(q, now, 24);
  const known = world.runs.filter((e) => e.agent.id === agent.id && Date.parse(e.startedAt) >= range.from);
  const side = (key) => {
    const runs = known.filter((e) => KEYS[by](e) === key);
    const group = groupOf(key, null, runs);
    const times = runs.map((e) => e.startedAt).sort();
    return {
      key: key ?? '',
      ...written(range),
      firstSeenAt: times[0] ?? null,
      lastSeenAt: times.at(-1) ?? null,
      executions: runs.length,
      failed: group.failed,
      successRate: group.successRate,
      p95Ms: estimateOf(group.p95, runs),
      tokensPerExecution: estimateOf(group.tokens / runs.length, runs),
      costUsdPerExecution: estimateOf(Number(group.costUsd) / runs.length, runs),
      failedExecutionId: runs.find((e) => e.success.value === false)?.id ?? null,
      goodExecutionId: runs.find((e) => e.success.value)?.id ?? null,
    };
  };
  const [a, b] = [side(q.get('a')), side(q.get('b'))];
  const enough = a.executions >= 20 && b.executions >= 20;
  const differences = {
    successRate: enough ? difference([-0.247, -0.351, -0.164]) : null,
    p95Ms: enough ? difference([500, 200, 1100]) : null,
    tokens: enough ? difference([45, -39, 129]) : null,
    costUsd: enough ? difference([-0.0008, -0.0014, -0.0002]) : null,
  };
  const text = (content, key) => {
    const run = known.find((e) => KEYS[by](e) === key);
    return run ? { content, executionId: run.id, spanId: run.id.split('-')[1] } : null;
  };
  return ok({
    agent: world.ref(agent),
    by,
    a,
    b,
    differences,
    verdicts: {
      successRate: verdictOf(differences.successRate, true),
      p95Ms: verdictOf(differences.p95Ms, false),
      tokens: verdictOf(differences.tokens, false),
      costUsd: verdictOf(differences.costUsd, false),
    },
    texts:
      by === 'promptVersion'
        ? { a: text(PROMPT, a.key), b: text(BROKEN, b.key), diff: linesOf(PROMPT, BROKEN) }
        : null,
  });
}

function latency({ world, now, q, params }) {
  const agent = world.agents.find((each) => each.id === params.id);
  if (!agent) return problem(404, 'agent-unknown', 'No agent has this id.');
  const range = span(q, now);
  const runs = Math.round((agent.kind.perHour * (range.to - range.from)) / HOUR);
  const p95 = agent.kind.p95 ?? 3_000;
  const slow = agent.kind.status === 'degraded';
  const item = (kind, name, share, before) => ({
    kind,
    name,
    calls: runs,
    callsPerExecution: 1,
    totalMs: share * runs * p95 * 0.6,
    share,
    p50Ms: share * p95 * 0.6,
    p95Ms: share * p95,
    slowestExecutionId: world.runs[0].id,
    previous: { p95Ms: before * p95, callsPerExecution: 1 },
  });
  return ok({
    ...written(range),
    nextCursor: null,
    executions: runs,
    sampled: runs,
    totalMs: runs * p95 * 0.6,
    items: slow
      ? [
          item('tool', 'clickup.create_task', 0.55, 0.17),
          item('llm', 'plan_tasks', 0.3, 0.29),
          item('tool', 'clickup.find_list', 0.1, 0.1),
        ]
      : [
          item('llm', 'draft_email', 0.7, 0.69),
          item('retrieval', 'find_examples', 0.06, 0.06),
          item('tool', 'crm.get_lead', 0.04, 0.04),
          item('agent', agent.name, 0.01, 0.01),
        ],
  });
}

function attributes({ state, method, body }) {
  if (method === 'PUT')
    state.attributes = body.items.map(({ key, label, pseudonymous }) => ({
      key,
      label: label ?? key,
      pseudonymous: pseudonymous ?? false,
    }));
  return list(state.attributes);
}

export const routes = {
  'GET /api/v1/executions/groups': groups,
  'GET /api/v1/agents/{id}/compare': compare,
  'GET /api/v1/agents/{id}/latency': latency,
  'GET /api/v1/attributes': attributes,
  'PUT /api/v1/attributes': attributes,
};
