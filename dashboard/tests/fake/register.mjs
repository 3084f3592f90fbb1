// The register of the fake server: what people said of its agents, their reviews, and what is new since.
import { DAY, list, ok, problem } from './answers.mjs';

const NOT = { review: 'unreviewed', by: null, reason: null, ago: null, left: null };

/** purpose, team, data, risk, review; then tools, models and prompts, each with its age in days. */
const SAID = {
  'Email Writer': {
    purpose: 'Drafts outreach emails from a lead record and the campaign’s brief',
    team: 'Growth',
    dataClasses: ['personal', 'internal'],
    risk: 'medium',
    changed: 40,
    review: 'approved',
    by: 'Mira Adler',
    reason: 'Drafts only; a person sends',
    ago: 34,
    left: 56,
    tools: [
      ['mailer.draft', 80],
      ['crm.lookup', 80],
      ['mailer.send_batch', 2],
    ],
    models: [['claude-sonnet-4-5', 80]],
    prompts: [
      ['email/draft', 'v13', 60],
      ['email/draft', 'v14', 0.04],
    ],
  },
  'Task Automator': {
    purpose: 'Turns agreed steps into tasks, and refunds customers',
    team: 'Operations',
    dataClasses: ['payment', 'personal'],
    risk: 'high',
    changed: 3,
    review: 'restricted',
    by: 'Mira Adler',
    reason: 'Refunds above $200 wait for a person',
    ago: 120,
    left: -12,
    tools: [
      ['stripe.refund', 150],
      ['clickup.create_task', 150],
      ['crm.delete', 122.5, true],
    ],
    models: [
      ['gpt-4o', 150],
      ['gpt-4o-mini', 9],
    ],
    prompts: [['tasks/plan', 'v6', 130]],
  },
  'Lead Researcher': {
    purpose: 'Collects facts about companies from public pages',
    team: 'Growth',
    dataClasses: ['public'],
    risk: 'low',
    changed: 90,
    review: 'approved',
    by: 'Mira Adler',
    reason: 'Reads public pages only',
    ago: 20,
    left: 345,
    tools: [
      ['web.search', 70],
      ['crm.update_many', 70],
    ],
    models: [['claude-haiku-4-5', 70]],
    prompts: [],
  },
};
const NOBODY = {
  purpose: null,
  team: null,
  dataClasses: [],
  risk: null,
  changed: null,
  ...NOT,
  tools: [['web.search', 12]],
  models: [['gpt-4o-mini', 30]],
  prompts: [],
};

const agentsOf = ({ scenario, world, many }) =>
  scenario === 'empty' ? [] : scenario === 'many' ? many : world.agents;

const counts = (of) => Object.fromEntries(Object.entries(of).map(([kind, uses]) => [kind, uses.length]));

function detail(ask, agent) {
  const { start, now, state } = ask;
  const said = SAID[agent.name] ?? NOBODY;
  const at = (days) => (days === null ? null : new Date(start - days * DAY).toISOString());
  const run = ask.world.runs.find((each) => each.agent.id === agent.id) ?? ask.world.runs[0];
  const own = {
    purpose: said.purpose,
    owner: agent.owner,
    team: said.team,
    dataClasses: said.dataClasses,
    risk: said.risk,
    review: said.review,
    reviewedAt: at(said.ago),
    reviewedBy: said.by,
    reviewReason: said.reason,
    reviewedUntil: said.left === null ? null : at(-said.left),
    changedAt: at(said.changed),
    changedBy: said.changed === null ? null : 'Dana Okafor',
    ...state.edits.get(agent.id),
    ...state.register.get(agent.id),
  };
  const use = ([name, ...rest]) => ({
    name,
    version: typeof rest[0] === 'string' ? rest[0] : null,
    firstSeenAt: at(rest.find((each) => typeof each === 'number')),
    executionId: run.id,
    late: rest.at(-1) === true,
  });
  const uses = Object.fromEntries(
    ['tools', 'models', 'prompts'].map((kind) => [
      kind,
      said[kind].map(use).sort((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt)),
    ]),
  );
  const part = (wanted) =>
    Object.fromEntries(
      Object.entries(uses).map(([kind, some]) => [
        kind,
        some.filter(wanted).map(({ late, ...each }) => each),
      ]),
    );
  const known = part(() => true);
  const again = state.register.get(agent.id)?.reviewedAt;
  const fresh =
    own.review === 'unreviewed'
      ? null
      : part((each) => !again && (each.late || each.firstSeenAt > own.reviewedAt));
  return {
    agent: { id: agent.id, name: own.name ?? agent.name },
    aliases: [],
    purpose: own.purpose,
    owner: own.owner || null,
    team: own.team,
    dataClasses: own.dataClasses,
    risk: own.risk,
    review: own.review,
    reviewedAt: own.reviewedAt,
    reviewedBy: own.reviewedBy,
    reviewReason: own.reviewReason,
    reviewedUntil: own.reviewedUntil,
    overdue: own.reviewedUntil !== null && Date.parse(own.reviewedUntil) <= now,
    changedAt: own.changedAt,
    changedBy: own.changedBy,
    newUses: fresh && counts(fresh),
    knownUses: counts(known),
    usesComplete: true,
    unknownBefore: agent.name === 'Reply Classifier' ? at(200) : null,
    firstSeenAt: agent.firstSeenAt,
    lastSeenAt: agent.lastSeenAt,
    archivedAt: own.archivedAt ?? null,
    newSinceReview: fresh,
    known,
  };
}

const need = (entry) => (entry.overdue ? 0 : { unreviewed: 1, restricted: 2, approved: 3 }[entry.review]);
const ORDERS = {
  name: () => 0,
  review: need,
  risk: (entry) => (entry.risk === null ? null : ['low', 'medium', 'high'].indexOf(entry.risk)),
  reviewedUntil: (entry) => entry.reviewedUntil && Date.parse(entry.reviewedUntil),
  newUses: (entry) => entry.newUses && entry.newUses.tools + entry.newUses.models + entry.newUses.prompts,
};

/** Every entry that the query asks for, in its order; what is not known comes last. */
function found(ask) {
  const { q } = ask;
  const sort = q.get('sort') ?? 'name';
  const read = ORDERS[sort.replace(/^-/, '')];
  const turn = sort.startsWith('-') ? -1 : 1;
  return agentsOf(ask)
    .map((agent) => detail(ask, agent))
    .filter(
      (entry) =>
        (q.get('archived') === 'true') === (entry.archivedAt !== null) &&
        (!q.get('risk') || q.get('risk') === (entry.risk ?? 'unknown')) &&
        (!q.get('review') || q.get('review') === entry.review) &&
        (!q.get('team') || q.get('team').toLowerCase() === entry.team?.toLowerCase()) &&
        (!q.get('overdue') || q.get('overdue') === String(entry.overdue)),
    )
    .sort((a, b) => {
      const [x, y] = [read(a), read(b)];
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      return (x - y) * turn || a.agent.name.localeCompare(b.agent.name);
    });
}

function one(ask) {
  const agent = agentsOf(ask).find((each) => each.id === ask.params.id);
  return agent ? ok(detail(ask, agent)) : problem(404, 'NOT_FOUND', 'No agent has this id.');
}

/** Changes an entry as a PATCH of its agent says; answers why it may not. */
export function changeEntry({ body, state, now, principal }, agent) {
  const at = new Date(now).toISOString();
  const { purpose, team, dataClasses, risk, review, reviewedUntil } = body;
  if ((review ?? reviewedUntil) !== undefined && principal.role !== 'admin')
    return problem(403, 'FORBIDDEN', 'Only an administrator reviews an agent, or says until when.');
  const own = { ...state.register.get(agent.id) };
  const said = { purpose, team, risk };
  for (const [key, value] of Object.entries(said)) if (value !== undefined) own[key] = value || null;
  if (dataClasses !== undefined) own.dataClasses = dataClasses;
  if ([purpose, team, risk, dataClasses].some((each) => each !== undefined))
    Object.assign(own, { changedAt: at, changedBy: principal.name });
  if (review !== undefined) {
    Object.assign(own, {
      review,
      reviewedAt: at,
      reviewedBy: principal.name,
      reviewReason: body.reason,
      reviewedUntil: reviewedUntil ?? null,
    });
  }
  state.register.set(agent.id, own);
  return null;
}

export const routes = {
  'GET /api/v1/register': (ask) => list(found(ask).map(({ known, newSinceReview, ...entry }) => entry)),
  'GET /api/v1/register/export': (ask) =>
    ok({ exportedAt: new Date(ask.now).toISOString(), agents: found(ask) }),
  'GET /api/v1/agents/{id}/register': one,
};
