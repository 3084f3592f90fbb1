// Approvals, stops and policies of the fake server: the routes.
import { DAY, HOUR, list, MINUTE, ok, page, problem, uuidOf } from './answers.mjs';
import { hex, rng } from './random.mjs';

/** A name of a content, as an ETag is. */
const versionOf = (content) => {
  let hash = 7;
  for (const char of JSON.stringify(content)) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
  return `v${hash.toString(16)}`;
};
const stale = (ask, content) =>
  ask.ifMatch && ask.ifMatch !== `"${versionOf(content)}"`
    ? problem(
        412,
        'precondition_failed',
        'Somebody has changed this since you read it: read it again, and then change it.',
      )
    : null;

const RULE = {
  id: '',
  tool: '*',
  when: null,
  effect: 'allow',
  reason: null,
  redactPaths: [],
  askSeconds: null,
  whenUnanswered: null,
  whenUnreachable: null,
};
const ASK = { effect: 'ask', askSeconds: 300, whenUnanswered: 'deny', whenUnreachable: 'closed' };
const over = (where, op, value) => ({ all: [{ path: where, op, value }] });

const FLEET_RULES = [
  {
    ...RULE,
    id: 'no-drops',
    tool: 'drop_*',
    effect: 'deny',
    reason: 'Tables are not dropped by agents.',
  },
];
const RULES = {
  'Task Automator': [
    {
      ...RULE,
      ...ASK,
      id: 'refunds',
      tool: 'stripe.refund',
      when: over('amount_usd', 'gt', 200),
      reason: 'Large refunds need a person.',
    },
    { ...RULE, id: 'mask-notes', tool: 'crm.*', effect: 'redact', redactPaths: ['note'] },
  ],
  'Email Writer': [
    {
      ...RULE,
      ...ASK,
      id: 'big-batches',
      tool: 'mailer.send_batch',
      askSeconds: 900,
      when: { any: [...over('recipients.#', 'gt', 500).all, { path: 'list', op: 'contains', value: 'all' }] },
      reason: 'More than 500 recipients.',
    },
    { ...RULE, id: 'drafts', tool: 'mailer.draft', effect: 'allow' },
  ],
  'Lead Researcher': [
    {
      ...RULE,
      ...ASK,
      id: 'many-records',
      tool: 'crm.update_many',
      askSeconds: 1800,
      when: over('records', 'gt', 50),
      whenUnanswered: 'allow',
      reason: 'More than 50 records.',
    },
  ],
};
const NO_LIMITS = {
  maxActions: null,
  maxSeconds: null,
  maxCostUsd: null,
  maxAgeSeconds: null,
  afterMaxAge: null,
};

const refund = (amount, more = {}) => ({
  charge: 'ch_3QkW77aP8fTa',
  amount_usd: amount,
  customer: { name: '<PERSON_NAME:k1x4f1c0d>', email: '<EMAIL:k1x9a02bb>' },
  reason: 'duplicate',
  note: 'Invoice INV-20771 was charged twice',
  ...more,
});

/** A run that its SDK has not sent yet. */
const NOT_THERE_YET = `${'f'.repeat(32)}-${'f'.repeat(16)}`;

/** agent, tool, rule, its reason, arguments, asked ago, left; then what came of it. */
const ASKED = [
  [1, 'stripe.refund', 'refunds', refund(284), 2 * MINUTE + 19_000, 2 * MINUTE + 41_000],
  [
    0,
    'mailer.send_batch',
    'big-batches',
    {
      list: 'newsletter, all',
      recipients: ['<EMAIL:k1x0e91aa>', '<EMAIL:k1x77b1c2>'],
      subject: 'Autumn offers',
    },
    3 * MINUTE + 40_000,
    11 * MINUTE + 20_000,
  ],
  [
    2,
    'crm.update_many',
    'many-records',
    { records: 64, set: { owner: '<PERSON_NAME:k1xb5e010>', region: null }, dryRun: false },
    2 * MINUTE + 55_000,
    27 * MINUTE + 5_000,
  ],
  [
    1,
    'stripe.refund',
    'refunds',
    refund(212.4),
    45 * MINUTE,
    -40 * MINUTE,
    'approved',
    'double charge, seen in Stripe',
  ],
  [
    0,
    'mailer.send_batch',
    'big-batches',
    { list: 'AT', recipients: [] },
    2 * HOUR,
    -105 * MINUTE,
    'denied',
    'the list has no opt-in for Austria',
  ],
  [2, 'crm.delete', 'old-rule', { records: 12 }, 3 * HOUR, -165 * MINUTE, 'expired', null],
  [1, 'stripe.refund', null, null, 5 * HOUR, -295 * MINUTE, 'approved', 'agreed with the client by phone'],
];

/** The rule as it stood when it asked. */
function askedRule(agent, ruleId, given) {
  const rules = [...FLEET_RULES, ...(RULES[agent.name] ?? [])];
  const place = rules.findIndex((rule) => rule.id === ruleId);
  const rule = rules[place];
  if (rule?.effect !== 'ask') return null;
  const conditions = rule.when?.all ?? rule.when?.any ?? [];
  const words = { gt: 'over', contains: 'contains' };
  const signs = { gt: '>', contains: 'contains' };
  const shown = (value) => (typeof value === 'string' ? `“${value}”` : String(value));
  return {
    tool: rule.tool,
    when: conditions
      .map(({ path, op, value }) => `${path} ${signs[op]} ${shown(value)}`)
      .join(rule.when?.all ? ' and ' : ' or '),
    askSeconds: rule.askSeconds,
    whenUnanswered: rule.whenUnanswered,
    whenUnreachable: rule.whenUnreachable,
    place: place + 1,
    of: rules.length,
    fleet: false,
    met: conditions
      .filter(({ path }) => given && path in given)
      .map(({ path, op, value }) => ({ path, words: `${words[op]} ${shown(value)}`, comparable: true })),
  };
}

function approvalsOf(world, at) {
  return ASKED.map(([n, tool, ruleId, given, ago, left, state = 'pending', reason = null], i) => {
    const agent = world.agents[n];
    const mine = world.runs.filter((each) => each.agent.id === agent.id);
    const run = mine.find((each) => each.startedAt < at(ago + 5_000)) ?? mine[0] ?? world.runs[i];
    const rule = askedRule(agent, ruleId, given);
    return {
      id: uuidOf(i + 1),
      agent: { id: agent.id, name: agent.name },
      // The run of the third one has not arrived.
      executionId: i === 2 ? NOT_THERE_YET : (run?.id ?? null),
      tool,
      arguments: given,
      ruleId,
      ruleReason: RULES[agent.name]?.find((rule) => rule.id === ruleId)?.reason ?? null,
      rule,
      whenUnanswered: rule?.whenUnanswered ?? null,
      state,
      askedAt: at(ago),
      expiresAt: at(-left),
      decidedAt: state === 'approved' || state === 'denied' ? at(ago - 2 * MINUTE) : null,
      decidedBy: state === 'approved' || state === 'denied' ? 'Mira Adler' : null,
      reason,
    };
  });
}

/** What is governed, made when it is first asked for: an organization without agents has nothing. */
function governed({ state, scenario, world, now }) {
  if (!state.govern) {
    const at = (ago) => new Date(now - ago).toISOString();
    const bare = /^(empty|calm|green|many)/.test(scenario);
    const stop = (by, reason, ago) => ({ since: at(ago), by, reason, share: 0, resumed: null });
    state.govern = {
      approvals: bare ? [] : approvalsOf(world, at),
      fleet: /^fleetstopped/.test(scenario)
        ? stop('Mira Adler', 'refunds are issued twice', 4 * MINUTE)
        : null,
      stops: new Map(
        bare
          ? []
          : [
              [
                world.agents[5].id,
                stop('Jonas Brandt', 'two clients got the same weekly report', 28 * MINUTE),
              ],
            ],
      ),
      rules: new Map(world.agents.map((agent) => [agent.id, bare ? [] : (RULES[agent.name] ?? [])])),
      limits: new Map(
        world.agents
          .slice(0, 2)
          .map((agent) => [agent.id, { ...NO_LIMITS, maxActions: 40, maxCostUsd: '0.5' }]),
      ),
      fleetRules: bare ? [] : FLEET_RULES,
      fleetLimits: { ...NO_LIMITS, maxSeconds: 600 },
      version: 18,
    };
  }
  return state.govern;
}

const agentOf = ({ world, many, scenario, params }) =>
  [...world.agents, ...(scenario === 'many' ? many : [])].find(
    (agent) => agent.id === params.agent || agent.name === params.agent,
  );
const NO_AGENT = problem(404, 'NOT_FOUND', 'An agent with this id or name does not exist.');
const ofAgent = (answer) => (ask) => {
  const agent = agentOf(ask);
  return agent ? answer(ask, governed(ask), agent) : NO_AGENT;
};

const nowOf = (ask) => new Date(ask.now).toISOString();
const seen = (approval, ask) => ({
  ...approval,
  state:
    approval.state === 'pending' && Date.parse(approval.expiresAt) <= ask.now ? 'expired' : approval.state,
  arguments: ask.principal.role === 'viewer' ? null : approval.arguments,
  argumentsHidden: ask.principal.role === 'viewer' && approval.arguments !== null,
  rule: approval.rule && ask.principal.role === 'viewer' ? { ...approval.rule, met: null } : approval.rule,
});
const ended = (approval) => approval.decidedAt ?? approval.expiresAt;

function approvals(ask) {
  const wanted = ask.q.get('state');
  const agent = ask.q.get('agent');
  const all = governed(ask)
    .approvals.map((approval) => seen(approval, ask))
    .filter((approval) => !agent || approval.agent.id === agent)
    .filter(({ state }) => !wanted || (wanted === 'decided' ? state !== 'pending' : state === wanted))
    .sort((a, b) =>
      wanted === 'pending'
        ? a.expiresAt.localeCompare(b.expiresAt)
        : wanted === 'decided'
          ? ended(b).localeCompare(ended(a))
          : b.askedAt.localeCompare(a.askedAt),
    );
  return ok(page(all, ask.q, 50));
}

function one(ask) {
  const found = governed(ask).approvals.find((approval) => approval.id === ask.params.id);
  return found
    ? ok(seen(found, ask))
    : problem(404, 'NOT_FOUND', `approval ${ask.params.id} does not exist.`);
}

/** Wilson's interval, as the server computes it. */
function share(k, n) {
  if (n === 0) return { value: null, low: null, high: null, n };
  const z = 1.959963984540054;
  const w = (z * z) / n;
  const half = (z / (1 + w)) * Math.sqrt(((k / n) * (1 - k / n)) / n + w / (4 * n));
  const center = (k / n + w / 2) / (1 + w);
  return { value: k / n, low: Math.max(0, center - half), high: Math.min(1, center + half), n };
}

function answers(days, others) {
  const of = (state) => others.filter((each) => each.state === state).length;
  const [approved, denied, unanswered, waiting] = ['approved', 'denied', 'expired', 'pending'].map(of);
  return {
    days,
    asked: others.length,
    approved,
    denied,
    unanswered,
    waiting,
    approvedShare: share(approved, approved + denied + unanswered),
  };
}

function history(ask) {
  const all = governed(ask).approvals.map((approval) => seen(approval, ask));
  const found = all.find((approval) => approval.id === ask.params.id);
  if (!found) return problem(404, 'NOT_FOUND', `approval ${ask.params.id} does not exist.`);
  const others = all.filter(({ id, agent }) => id !== found.id && agent.id === found.agent.id);
  const before = others.filter(({ tool, askedAt }) => tool === found.tool && askedAt <= found.askedAt);
  return ok({
    rule:
      found.ruleId === null
        ? null
        : answers(
            30,
            others.filter(({ ruleId }) => ruleId === found.ruleId),
          ),
    tool: answers(90, before),
    earlier: before
      .filter(({ state }) => state !== 'pending')
      .slice(0, 5)
      .map((each) => ({
        id: each.id,
        state: each.state,
        endedAt: ended(each),
        decidedBy: each.decidedBy,
        reason: each.reason,
      })),
  });
}

function summary(ask) {
  const since = ask.q.get('since') ?? new Date(ask.now - DAY).toISOString();
  const all = governed(ask).approvals.map((approval) => seen(approval, ask));
  const over = all.filter((each) => each.state !== 'pending' && ended(each) >= since);
  const of = (state) => over.filter((each) => each.state === state).length;
  const times = over
    .filter((each) => each.decidedAt)
    .map((each) => Date.parse(each.decidedAt) - Date.parse(each.askedAt))
    .sort((a, b) => a - b);
  return ok({
    waiting: all.filter((each) => each.state === 'pending').length,
    since,
    ended: over.length,
    approved: of('approved'),
    denied: of('denied'),
    unanswered: of('expired'),
    medianDecisionMs: times.length ? times[Math.floor(times.length / 2)] : null,
  });
}

function link(ask) {
  const found = governed(ask).approvals.find((approval) => approval.id === ask.params.id);
  if (!found) return problem(404, 'NOT_FOUND', `approval ${ask.params.id} does not exist.`);
  const is = seen(found, ask).state;
  if (is !== 'pending') return problem(409, 'CONFLICT', `Approval ${found.id} is ${is} already.`);
  return ok({ url: `http://localhost:8080/decide/${'A'.repeat(107)}`, expiresAt: found.expiresAt });
}

function decide(state) {
  return (ask) => {
    const found = governed(ask).approvals.find((approval) => approval.id === ask.params.id);
    if (!found) return problem(404, 'NOT_FOUND', `approval ${ask.params.id} does not exist.`);
    // Somebody else is quicker.
    if (/quicker/.test(ask.scenario) && found.state === 'pending')
      Object.assign(found, {
        state: 'denied',
        decidedBy: 'Dana Okafor',
        decidedAt: nowOf(ask),
        reason: 'goes through finance',
      });
    const is = seen(found, ask).state;
    if (is !== 'pending')
      return problem(409, 'CONFLICT', `Approval ${found.id} is ${is} already.`, [
        { field: 'state', message: is },
      ]);
    Object.assign(found, {
      state,
      decidedAt: nowOf(ask),
      decidedBy: ask.principal.name,
      reason: ask.body.reason,
    });
    return ok(seen(found, ask));
  };
}

const nameOf = (world, id) => world.agents.find((agent) => agent.id === id)?.name ?? '';
const stops = (ask) => {
  const { fleet, stops: of } = governed(ask);
  const agents = [...of].map(([id, stop]) => ({ agent: { id, name: nameOf(ask.world, id) }, ...stop }));
  return ok({ fleet, agents });
};

const stopped = (ask, before) =>
  before && before.share === 0
    ? before
    : { since: nowOf(ask), by: ask.principal.name, reason: ask.body.reason, share: 0, resumed: null };
const resumed = (ask, before) => {
  const { share, reason } = ask.body;
  return share === 1
    ? null
    : { ...before, share, resumed: { at: nowOf(ask), by: ask.principal.name, reason, share } };
};

function ofFleet(next) {
  return (ask) => {
    const govern = governed(ask);
    if (next === resumed && !govern.fleet) return problem(409, 'CONFLICT', 'The fleet is not stopped.');
    govern.fleet = next(ask, govern.fleet);
    return ok({ agent: null, stopped: govern.fleet });
  };
}
const ofOne = (next) =>
  ofAgent((ask, govern, agent) => {
    const before = govern.stops.get(agent.id);
    if (next === resumed && !before) return problem(409, 'CONFLICT', 'The agent is not stopped.');
    const after = next(ask, before);
    if (after) govern.stops.set(agent.id, after);
    else govern.stops.delete(agent.id);
    govern.version++;
    return ok({ agent: { id: agent.id, name: agent.name }, stopped: after });
  });

const limitsOf = (govern, id) => govern.limits.get(id) ?? NO_LIMITS;
function effective(govern, id) {
  const own = limitsOf(govern, id);
  const all = { maxAgeSeconds: 3600, afterMaxAge: 'open' };
  return Object.fromEntries(
    Object.keys(NO_LIMITS).map((key) => [key, own[key] ?? govern.fleetLimits[key] ?? all[key] ?? null]),
  );
}
const both = (govern, id) => {
  const own = id === null ? govern.fleetLimits : limitsOf(govern, id);
  const applies = effective(govern, id);
  const source = (key) => {
    if (id !== null && own[key] !== null) return 'agent';
    if (govern.fleetLimits[key] !== null) return 'fleet';
    return applies[key] === null ? null : 'default';
  };
  const sources = Object.fromEntries(Object.keys(NO_LIMITS).map((key) => [key, source(key)]));
  return ok({ own, effective: applies, sources, version: versionOf(own) });
};

function setFleetLimits(ask) {
  const govern = governed(ask);
  const { reason, ...wanted } = ask.body;
  const late = stale(ask, govern.fleetLimits);
  if (late) return late;
  govern.fleetLimits = { ...NO_LIMITS, ...wanted };
  govern.version++;
  return both(govern, null);
}

function setLimits(ask, govern, agent) {
  const { reason, ...wanted } = ask.body;
  overtaken(ask, () => govern.limits.set(agent.id, { ...NO_LIMITS, maxActions: 7 }));
  const late = stale(ask, limitsOf(govern, agent.id));
  if (late) return late;
  if (wanted.maxActions !== null && !(wanted.maxActions >= 1))
    return invalid('maxActions', 'must be a whole number from 1 to 1000000');
  govern.limits.set(agent.id, { ...NO_LIMITS, ...wanted });
  govern.version++;
  return both(govern, agent.id);
}

const invalid = (field, message) =>
  problem(400, 'INVALID_FIELD', `The field ${field} is not valid: it ${message}.`, [{ field, message }]);

/** The first field that is wrong, as the server names it. */
function wrongRule(rules) {
  const ids = new Set();
  for (const [i, rule] of rules.entries()) {
    const at = `rules[${i}]`;
    if (ids.has(rule.id)) return invalid(`${at}.id`, 'must be an id that no other rule has');
    ids.add(rule.id);
    if (rule.tool === 'refused.tool') return invalid(`${at}.tool`, 'must be a tool that exists');
    if (!rule.tool) return invalid(`${at}.tool`, 'must be a text of 1 to 200 characters');
    for (const kind of ['all', 'any'])
      for (const [j, condition] of (rule.when?.[kind] ?? []).entries())
        if (condition.op === 'in' && !Array.isArray(condition.value))
          return invalid(`${at}.when.${kind}[${j}].value`, 'must be a list');
  }
  return null;
}

/** Somebody else is quicker, once. */
function overtaken(ask, change) {
  if (!/overtaken/.test(ask.scenario) || ask.state.overtaken) return;
  ask.state.overtaken = true;
  change();
}
const kept = (rules) =>
  rules.map((rule) => ({ ...RULE, ...(rule.effect === 'ask' ? { ...ASK, ...rule } : rule) }));

function setRules(ask, govern, agent) {
  const wrong = wrongRule(ask.body.rules);
  if (wrong) return wrong;
  overtaken(ask, () => govern.rules.set(agent.id, [{ ...RULE, id: 'theirs', tool: 'their.tool' }]));
  const late = stale(ask, govern.rules.get(agent.id) ?? []);
  if (late) return late;
  govern.rules.set(agent.id, kept(ask.body.rules));
  govern.version++;
  return rulesOf(ask, govern, agent);
}
const rulesOf = (_, govern, agent) => {
  const rules = govern.rules.get(agent.id) ?? [];
  return ok({ rules, fleetRules: govern.fleetRules, version: versionOf(rules) });
};
const fleetRules = (ask) => {
  const rules = governed(ask).fleetRules;
  return ok({ rules, version: versionOf(rules) });
};

function setFleetRules(ask) {
  const govern = governed(ask);
  const wrong = wrongRule(ask.body.rules) ?? stale(ask, govern.fleetRules);
  if (wrong) return wrong;
  govern.fleetRules = kept(ask.body.rules);
  govern.version++;
  return fleetRules(ask);
}

/** The agents that have something of their own. */
function agentSettings(ask) {
  const govern = governed(ask);
  const items = ask.world.agents.map((agent) => ({
    agent: { id: agent.id, name: agent.name },
    toolRules: (govern.rules.get(agent.id) ?? []).map(({ id, tool, effect }) => ({ id, tool, effect })),
    limits: Object.values(limitsOf(govern, agent.id)).some((value) => value !== null),
  }));
  const bare = /^(empty|calm|green|many)/.test(ask.scenario);
  return list(bare ? [] : items.filter((each) => each.limits || each.toolRules.length > 0));
}

/** What would be decided: by globs alone, without conditions. */
function tryPolicy(ask, govern, agent) {
  const { run, tool, prompt } = ask.body;
  const rules = [...govern.fleetRules, ...(govern.rules.get(agent.id) ?? [])];
  const glob = (text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const at = tool ? rules.findIndex((rule) => glob(rule.tool).test(tool.name)) : -1;
  const rule = rules[at];
  const { maxActions } = effective(govern, agent.id);
  const limited = tool && maxActions !== null && (tool.usage?.actions ?? 0) >= maxActions;
  const stop = govern.stops.get(agent.id) ?? govern.fleet;
  const bucket = 0.3125;
  const served = policy(ask, govern, agent).body;
  const found = prompt && served.prompts.find((each) => each.name === prompt.name);
  const decided = limited ? 'refuse' : ({ deny: 'refuse', ask: 'ask' }[rule?.effect] ?? 'permit');
  return ok({
    agent: { id: agent.id, name: agent.name },
    policyVersion: served.version,
    issuedAt: served.issuedAt,
    run: run
      ? {
          decision: stop && bucket >= stop.share ? 'refuse' : 'permit',
          refusal: stop && bucket >= stop.share ? { kind: 'stopped', reason: stop.reason } : null,
          bucket,
          share: stop?.share ?? null,
          admitted: stop ? bucket < stop.share : null,
        }
      : null,
    tool: tool
      ? {
          decision: decided,
          refusal: limited
            ? { kind: 'limit', reason: 'maxActions' }
            : decided === 'refuse'
              ? { kind: 'denied', reason: rule.reason }
              : null,
          rule:
            rule && !limited
              ? { id: rule.id, place: at + 1, of: rules.length, effect: rule.effect, reason: rule.reason }
              : null,
          arguments:
            decided === 'refuse'
              ? null
              : rule?.effect === 'redact'
                ? { ...tool.arguments, note: '<REDACTED>' }
                : tool.arguments,
          redacted: rule?.effect === 'redact' && !limited,
          question:
            decided === 'ask'
              ? {
                  askSeconds: rule.askSeconds,
                  expiresAt: new Date(ask.now + rule.askSeconds * 1000).toISOString(),
                  whenUnanswered: rule.whenUnanswered === 'allow' ? 'permit' : 'refuse',
                  whenUnreachable: rule.whenUnreachable === 'open' ? 'permit' : 'refuse',
                }
              : null,
        }
      : null,
    prompt: prompt
      ? {
          name: prompt.name,
          version: found?.version ?? null,
          content: found?.content ?? null,
          variables: found?.variables ?? [],
          model: found?.model ?? null,
          parameters: found?.parameters ?? null,
        }
      : null,
  });
}

function tryRules(ask, _, agent) {
  const { rules, limit } = ask.body;
  const wrong = wrongRule(rules);
  if (wrong) return wrong;
  const run = ask.world.runs.find((each) => each.agent.id === agent.id) ?? ask.world.runs[0];
  const examples = (tool) =>
    [284, 912.5, 240].slice(0, limit ?? 5).map((amount, i) => ({
      at: new Date(ask.now - (i + 1) * 50 * MINUTE).toISOString(),
      executionId: run.id,
      spanId: hex(rng(i + 3), 16),
      tool: tool.replaceAll('*', 'x'),
      arguments: refund(amount),
    }));
  const byRule = rules.map((rule, i) => ({
    id: rule.id,
    effect: rule.effect,
    calls: i === 0 ? 14 : 0,
    examples: i === 0 ? examples(rule.tool) : [],
  }));
  const of = (effect) =>
    byRule.filter((each) => each.effect === effect).reduce((n, each) => n + each.calls, 0);
  return ok({
    calls: 1204,
    allowed: 1204 - of('deny') - of('ask') - of('redact'),
    denied: of('deny'),
    asked: of('ask'),
    redacted: of('redact'),
    changed: rules.length ? 3 : 14,
    undecidable: 2,
    truncated: false,
    byRule,
  });
}

function policy(ask, govern, agent) {
  const { maxAgeSeconds, afterMaxAge, ...limits } = effective(govern, agent.id);
  const served = ask.world.agents.indexOf(agent) < 2;
  const empty = { routing: [], breakers: [], budgets: [], experiments: [], learnings: [] };
  return ok({
    agent: { id: agent.id, name: agent.name },
    version: govern.version,
    issuedAt: new Date(ask.start - 5 * HOUR).toISOString(),
    maxAgeSeconds,
    afterMaxAge,
    prompts: served
      ? [
          {
            name: agent.promptName ?? 'email-first',
            version: 14,
            content: 'Write a short answer to {{customer}}.',
            variables: ['customer'],
            model: 'claude-sonnet-4-5',
            parameters: { temperature: 0.2 },
          },
          {
            name: 'email/follow-up',
            version: 3,
            content: 'Remind.',
            variables: [],
            model: null,
            parameters: null,
          },
        ]
      : [],
    tools: [...govern.fleetRules, ...(govern.rules.get(agent.id) ?? [])],
    limits,
    stopped: govern.stops.get(agent.id) ?? govern.fleet,
    prices: [],
    ...empty,
    signature: { keyId: 'k1', value: 'c2lnbmF0dXJl' },
  });
}

/** Email Writer, Task Automator and Report Writer have an SDK; the others send plain OpenTelemetry. */
const holders = (ask, govern, agent) => list(holdersOf(ask, govern, agent));
function holdersOf(ask, govern, agent) {
  const n = ask.world.agents.indexOf(agent);
  if (![0, 1, 5].includes(n)) return [];
  return [
    ['python/0.1.0', 0, 1_500, 4, true],
    ['python/0.1.0', 0, 5 * HOUR, 0, true],
    ['java/0.1.0', 1, 3 * DAY, 0, false],
  ].map(([sdk, behind, ago, refused, connected], i) => ({
    instance: uuidOf(40 + 3 * n + i),
    sdk,
    version: govern.version - behind,
    current: behind === 0,
    refused,
    seenAt: new Date(ask.now - ago).toISOString(),
    connected,
    lastSeenAt: new Date(connected ? ask.now : ask.now - ago).toISOString(),
  }));
}
function fleetHolders(ask) {
  const govern = governed(ask);
  return list(
    ask.world.agents.flatMap((agent) =>
      holdersOf(ask, govern, agent).map((holder) => ({
        agent: { id: agent.id, name: agent.name },
        policyVersion: govern.version,
        ...holder,
      })),
    ),
  );
}

export const routes = {
  'GET /api/v1/approvals': approvals,
  'GET /api/v1/approvals/summary': summary,
  'GET /api/v1/approvals/{id}': one,
  'GET /api/v1/approvals/{id}/history': history,
  'POST /api/v1/approvals/{id}/link': link,
  'POST /api/v1/approvals/{id}/approve': decide('approved'),
  'POST /api/v1/approvals/{id}/deny': decide('denied'),
  'GET /api/v1/stops': stops,
  'POST /api/v1/fleet/stop': ofFleet(stopped),
  'POST /api/v1/fleet/resume': ofFleet(resumed),
  'POST /api/v1/agents/{agent}/stop': ofOne(stopped),
  'POST /api/v1/agents/{agent}/resume': ofOne(resumed),
  'GET /api/v1/agents/{agent}/limits': ofAgent((_, govern, agent) => both(govern, agent.id)),
  'PUT /api/v1/agents/{agent}/limits': ofAgent(setLimits),
  'GET /api/v1/agents/{agent}/tool-rules': ofAgent(rulesOf),
  'PUT /api/v1/agents/{agent}/tool-rules': ofAgent(setRules),
  'POST /api/v1/agents/{agent}/tool-rules/try': ofAgent(tryRules),
  'GET /api/v1/fleet/limits': (ask) => both(governed(ask), null),
  'PUT /api/v1/fleet/limits': setFleetLimits,
  'GET /api/v1/fleet/tool-rules': fleetRules,
  'PUT /api/v1/fleet/tool-rules': setFleetRules,
  'POST /api/v1/fleet/tool-rules/try': (ask) => tryRules(ask, null, ask.world.agents[0]),
  'GET /api/v1/policy/settings': agentSettings,
  'GET /api/v1/policy/holders': fleetHolders,
  'POST /api/v1/agents/{agent}/policy/try': ofAgent(tryPolicy),
  'GET /api/v1/agents/{agent}/policy': ofAgent(policy),
  'GET /api/v1/agents/{agent}/policy/holders': ofAgent(holders),
};
