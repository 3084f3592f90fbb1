// The fleet and its agents: the routes.
import { HOUR, MINUTE, moment, ok, page, problem } from './answers.mjs';
import { rate } from './random.mjs';
import { changeEntry } from './register.mjs';

const calm = (world) => world.agents.slice(2, 5);
const agentsFor = ({ scenario, world, many }) =>
  scenario === 'empty' ? [] : scenario === 'many' ? many : scenario === 'calm' ? calm(world) : world.agents;

const ribbonOf = (world, agent) => world.ribbons.get(agent.id) ?? world.ribbons.get(world.agents[2].id);

/** An agent as the API shows it. */
const shown = ({ world, state }, { kind, ...agent }, withRibbon) => ({
  ...agent,
  ...state.edits.get(agent.id),
  ribbon: withRibbon ? ribbonOf(world, agent).map(({ failed, ...point }) => point) : null,
});

/** The agents as the live connection sends them: with the two shorter windows. */
export const watched = (ask) =>
  agentsFor(ask).map((agent) => ({
    ...shown(ask, agent, false),
    windows: { '1m': { ...agent.health, window: '1m' }, '5m': { ...agent.health, window: '5m' } },
  }));

function fleet(ask) {
  const { q, now, scenario, world } = ask;
  const from = moment(q.get('from'), now) ?? now - 6 * HOUR;
  const list = agentsFor(ask);
  const tally = (status) => list.filter((a) => a.status === status).length;
  return {
    asOf: new Date(now).toISOString(),
    from: new Date(from).toISOString(),
    to: new Date(moment(q.get('to'), now) ?? now).toISOString(),
    agents: {
      total: list.length,
      failing: tally('failing'),
      degraded: tally('degraded'),
      healthy: tally('healthy'),
      idle: tally('idle'),
      unknown: tally('unknown'),
    },
    executions: list.length ? 2418 : 0,
    failed: list.length ? (scenario === 'calm' ? 31 : 57) : 0,
    costUsd: list.length ? '39.604200' : null,
    actionsPerSecond: list.length ? 1.2 : 0,
    needsYou: scenario === 'calm' || !list.length ? [] : world.needsYou,
  };
}

const stepOf = (text) => {
  const m = /^(\d+)([smhd])$/.exec(text ?? '');
  return m ? Number(m[1]) * { s: 1000, m: MINUTE, h: HOUR, d: 24 * HOUR }[m[2]] : 5 * MINUTE;
};

/** Neighbouring points as one, so many at a time. */
const joined = (points, every) =>
  points
    .filter((_, i) => i % every === 0)
    .map((first, i) => {
      const part = points.slice(i * every, (i + 1) * every);
      const sum = (read) => part.reduce((all, p) => all + read(p), 0);
      return { ...first, executions: sum((p) => p.executions), failed: sum((p) => p.failed) };
    });

function metrics({ world, start, q }, agent) {
  const every = Math.max(1, Math.round(stepOf(q.get('step')) / (5 * MINUTE)));
  const ribbon = joined(world.ribbons.get(agent.id) ?? [], every);
  const by = q.get('by');
  const range = {
    from: ribbon[0].at,
    to: new Date(start).toISOString(),
    stepMs: every * 5 * MINUTE,
    complete: true,
  };
  const point = (p) => ({
    at: p.at,
    executions: p.executions,
    successRate: rate(p.executions - p.failed, p.executions),
    latencyMs: {
      p50: p.latencyP95Ms && p.latencyP95Ms * 0.66,
      p95: p.latencyP95Ms,
      p99: p.latencyP95Ms && p.latencyP95Ms * 1.3,
    },
    costUsd: agent.costPerSuccessUsd && (Number(agent.costPerSuccessUsd) * p.executions * 0.95).toFixed(6),
    tokens: { input: p.executions * 1800, output: p.executions * 300, cacheRead: 0, cacheWrite: 0 },
    actions: p.executions * 6,
    errors: p.failed > 0 ? [{ type: 'JSONDecodeError', count: p.failed }] : [],
  });
  if (!by)
    return {
      ...range,
      series: [{ by: null, label: null, firstSeenAt: null, lastSeenAt: null, points: ribbon.map(point) }],
    };
  const two =
    by === 'model'
      ? ['claude-sonnet-4-5', 'claude-haiku-4-5']
      : by === 'promptVersion'
        ? [agent.kind.prompt[1], agent.kind.prompt[2]]
        : [agent.version, null];
  return {
    ...range,
    series: two.map((name, k) => {
      const part = ribbon.filter((p) => Date.parse(p.at) > start - 55 * MINUTE === (k === 0));
      const runs = part.reduce((s, p) => s + p.executions, 0);
      const good = part.reduce((s, p) => s + Math.round(p.executions * (p.successRate.value ?? 1)), 0);
      return {
        by: name,
        label: name,
        firstSeenAt: new Date(k === 0 ? start - 55 * MINUTE : start - 21 * 24 * HOUR).toISOString(),
        lastSeenAt: new Date(k === 0 ? start : start - 55 * MINUTE).toISOString(),
        points: [
          {
            ...point(part.at(-1) ?? ribbon[0]),
            executions: runs,
            successRate: rate(good, runs),
            costUsd: (Number(agent.costPerSuccessUsd ?? 0) * runs).toFixed(6),
          },
        ],
      };
    }),
  };
}

function dependencies({ world, now }) {
  const [writer, automator, researcher, , checker] = world.agents;
  const node = (a) => ({ id: a.id, name: a.name, status: a.status });
  const edge = (a, b, kind, executions, failed) => ({
    from: a.id,
    to: b.id,
    kind,
    executions,
    failed,
    lastSeenAt: new Date(now).toISOString(),
  });
  return {
    nodes: [writer, automator, researcher, checker].map(node),
    edges: [
      edge(researcher, writer, 'nested', 88, 20),
      edge(automator, writer, 'nested', 2, 0),
      edge(writer, checker, 'handoff', null, null),
    ],
  };
}

function agents(ask) {
  const wanted = ask.q.get('q')?.toLowerCase() ?? '';
  const found = agentsFor(ask).filter((agent) => agent.name.toLowerCase().includes(wanted));
  const ribbon = ask.q.get('include') === 'ribbon';
  return ok(
    page(
      found.map((agent) => shown(ask, agent, ribbon)),
      ask.q,
      500,
    ),
  );
}

function ofAgent(answer) {
  return (ask) => {
    const agent = agentsFor(ask).find((each) => each.id === ask.params.id);
    return agent ? answer(ask, agent) : problem(404, 'agent-unknown', 'No agent has this id.');
  };
}

/** Changes what an operator may change; the answer is the agent as the registry knows it. */
function change(ask, agent) {
  const refused = changeEntry(ask, agent);
  if (refused) return refused;
  const { reason, archived, purpose, team, dataClasses, risk, review, reviewedUntil, ...change } = ask.body;
  if (archived !== undefined) change.archivedAt = archived ? new Date(ask.now).toISOString() : null;
  ask.state.edits.set(agent.id, { ...ask.state.edits.get(agent.id), ...change });
  const { id, name, framework, version, environment, owner, firstSeenAt, lastSeenAt, archivedAt } = shown(
    ask,
    agent,
    false,
  );
  const record = { id, name, framework, version, environment, owner, firstSeenAt, lastSeenAt, archivedAt };
  return ok({ ...record, mergedInto: null, aliases: [] });
}

function changes({ scenario, world, q }) {
  const wanted = q.get('agent');
  const seen = scenario === 'empty' ? [] : world.changes.filter((c) => !wanted || c.agent.id === wanted);
  return ok(page(seen, q));
}

export const routes = {
  'GET /api/v1/fleet': (ask) => ok(fleet(ask)),
  'GET /api/v1/agents': agents,
  'GET /api/v1/agents/{id}': ofAgent((ask, agent) => ok(shown(ask, agent, false))),
  'PATCH /api/v1/agents/{id}': ofAgent(change),
  'GET /api/v1/agents/{id}/metrics': ofAgent((ask, agent) => ok(metrics(ask, agent))),
  'GET /api/v1/agents/{id}/health': ofAgent((_, agent) => ok(agent.health)),
  'GET /api/v1/changes': changes,
  'GET /api/v1/dependencies': (ask) => ok(dependencies(ask)),
};
