// Settings, people and sessions of the fake server. Each scenario has a state of its own, so that tests do not meet.
import { HOUR, MINUTE } from './world.mjs';

const DAY = 24 * HOUR;
const ALL = ['admin', 'developer', 'viewer'];
const problem = (status, code, detail, errors) => ({
  status,
  body: { type: `urn:metaagent:${code}`, title: code, status, code, detail, ...(errors && { errors }) },
});
const ok = (body, status = 200, headers) => ({ status, body, headers });
const list = (items) => ok({ items, nextCursor: null });
const hash = (n) =>
  [...Array(8)].map((_, i) => ((n * 2654435761 + i * 40503) >>> 0).toString(16).padStart(8, '0')).join('');

const CLASSES = [
  ['email', 'E-mail addresses', 'personal', 'ada@analytical.example', 'hash'],
  ['phone', 'Phone numbers', 'personal', '+44 20 7946 0958', 'hash'],
  ['card', 'Payment cards', 'personal', '4111 1111 1111 1111', 'redact'],
  ['iban', 'Bank accounts (IBAN)', 'personal', 'DE89 3704 0044 0532 0130 00', 'hash'],
  ['national_id', 'National and tax ids', 'personal', '078-05-1120', 'redact'],
  ['ip', 'IP addresses', 'personal', '203.0.113.24', 'hash'],
  ['aws_key', 'AWS keys', 'secret', 'AKIAIOSFODNN7EXAMPLE', 'redact'],
  ['llm_key', 'OpenAI keys', 'secret', 'sk-proj-…', 'redact'],
  ['password', 'Passwords in assignments', 'secret', 'password=…', 'redact'],
  ['private_key', 'Private keys', 'secret', '-----BEGIN PRIVATE KEY-----', 'redact'],
  ['person_name', 'Names of people', 'declared', '"customer_name": "Ada Lovelace"', 'hash'],
];

const FINDERS = [
  ['email', /[\w.+-]+@[\w-]+\.[\w.-]*\w/g, 'EMAIL'],
  ['iban', /\b[A-Z]{2}\d{2}(?: \d{4}){4} \d{2}\b/g, 'IBAN'],
  ['card', /\b\d{4}(?: \d{4}){3}\b/g, 'CARD'],
  ['phone', /\+\d[\d ]{8,}\d/g, 'PHONE'],
  ['llm_key', /\bsk-[\w-]{16,}/g, 'OPENAI_KEY'],
];

function policyOf() {
  return {
    version: 7,
    keyId: 'k1',
    updatedAt: null,
    updatedBy: null,
    classes: CLASSES.map(([id, name, group, example, action]) => ({
      id,
      name,
      group,
      example,
      action,
      standard: action,
    })),
    nameKeys: ['customer_name', 'full_name', 'first_name', 'last_name', 'passenger'],
    attributes: [{ key: 'app.customer.*', action: 'drop' }],
    patterns: [{ id: 'p1', name: 'customer number', pattern: 'KD-\\d{6}', action: 'hash' }],
  };
}

function badPatterns(patterns = []) {
  return patterns.flatMap(({ pattern }, i) =>
    /\(\?[=!<]/.test(pattern) || /[[(]$/.test(pattern)
      ? [
          {
            field: `patterns[${i}].pattern`,
            message: 'RE2 has no look-around, and every bracket must close.',
          },
        ]
      : [],
  );
}

function tried(text, policy) {
  const action = (id) => policy.classes[id] ?? 'hash';
  const keys = (policy.nameKeys ?? []).join('|');
  const finders = [...FINDERS];
  if (keys) finders.push(['person_name', new RegExp(`(?<="(?:${keys})": ")[^"]+`, 'g'), 'PERSON_NAME']);
  for (const { name, pattern } of policy.patterns ?? [])
    finders.push([name, new RegExp(pattern, 'g'), name.toUpperCase().replace(/\W+/g, '_')]);
  const findings = [];
  for (const [id, pattern, label] of finders)
    for (const match of text.matchAll(pattern)) {
      const what = policy.patterns?.find((p) => p.name === id)?.action ?? action(id);
      const key = hash(match[0].length + match[0].charCodeAt(0)).slice(0, 8);
      const replacement = { keep: match[0], drop: '', redact: `<${label}>`, hash: `<${label}:k1x${key}>` }[
        what
      ];
      if (findings.every((f) => match.index + match[0].length <= f.start || match.index >= f.end))
        findings.push({
          class: id,
          start: match.index,
          end: match.index + match[0].length,
          replacement,
          action: what,
        });
    }
  findings.sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const f of findings) {
    out += text.slice(at, f.start) + f.replacement;
    at = f.end;
  }
  return { text: out + text.slice(at), findings, tookMicros: 41 };
}

const tier = (
  aboveTokens,
  input,
  output,
  cacheRead = null,
  cacheWrite = null,
  batchInput = null,
  batchOutput = null,
) => ({
  aboveTokens,
  input,
  output,
  cacheRead,
  cacheWrite,
  batchInput,
  batchOutput,
});
const listed = (model, ...tiers) => ({ model, source: 'list', tiers, updatedAt: null, updatedBy: null });

function fresh(now) {
  const at = (ago) => new Date(now - ago).toISOString();
  return {
    organization: { id: '7c9f0d1e-3a52-4b8e-9d11-5e2f6a7b8c90', name: 'Northbeam', timeZone: 'UTC' },
    keys: [
      ['q7Yk3f', 'email-writer, production', 'ingest', 41 * DAY, null, null, 12_000],
      ['m2Lw8d', 'n8n flows', 'ingest', 20 * DAY, -4 * DAY, null, 3 * MINUTE],
      ['t5Rb1c', 'Grafana', 'read', 12 * DAY, -78 * DAY, null, 40_000],
      ['x9Pn4s', 'deploy script', 'admin', 90 * DAY, 2 * DAY, null, 3 * DAY],
      ['a1Kd7v', 'email-writer, old', 'ingest', 120 * DAY, null, 41 * DAY, 41 * DAY],
      ['z8Qe2m', 'staging', 'ingest', 1 * DAY, null, null, null],
    ].map(([id, name, scope, made, expires, revoked, used]) => ({
      id,
      name,
      scope,
      createdAt: at(made),
      createdBy: 'Mira Adler',
      expiresAt: expires === null ? null : at(expires),
      revokedAt: revoked === null ? null : at(revoked),
      lastUsedAt: used === null ? null : at(used),
    })),
    members: [
      ['m1', 'mira@northbeam.example', 'Mira Adler', 'admin', 'active', 2 * MINUTE, 'password'],
      ['m2', 'dana@northbeam.example', 'Dana Okafor', 'developer', 'active', 3 * HOUR, 'jwt'],
      ['m3', 'jonas@northbeam.example', 'Jonas Brandt', 'developer', 'disabled', 40 * DAY, 'password'],
      ['m4', 'li@northbeam.example', null, 'viewer', 'invited', null, null],
    ].map(([id, email, name, role, state, seen, way]) => ({
      id,
      email,
      name,
      role,
      state,
      createdAt: at(60 * DAY),
      createdBy: 'Mira Adler',
      lastSeenAt: seen === null ? null : at(seen),
      way,
    })),
    policy: policyOf(),
    prices: {
      asOf: '2026-11-15',
      currency: 'USD',
      per: '1 million tokens',
      unknown: [
        {
          model: 'acme-chat-72b',
          calls: 4118,
          inputTokens: 6_204_118,
          outputTokens: 812_400,
          lastSeenAt: at(4_000),
        },
        {
          model: 'qwen3-coder:30b',
          calls: 96,
          inputTokens: 90_211,
          outputTokens: null,
          lastSeenAt: at(2 * DAY),
        },
      ],
      models: [
        listed('claude-haiku-4-5', tier(0, '1', '5', '0.10', '1.25', '0.50', '2.50')),
        listed(
          'claude-sonnet-4-5',
          tier(0, '3', '15', '0.30', '3.75', '1.50', '7.50'),
          tier(200_000, '6', '22.50', '0.60', '7.50'),
        ),
        listed('gemini-2.5-flash', tier(0, '0.30', '2.50', '0.075')),
        listed('gpt-5-mini', tier(0, '0.25', '2', '0.025', null, '0.125', '1')),
        {
          ...listed('mistral-large-latest', tier(0, '1.80', '5.40')),
          source: 'organization',
          updatedAt: at(9 * DAY),
          updatedBy: 'Mira Adler',
        },
      ],
    },
    retention: {
      installation: { executionDays: 90, contentDays: 30 },
      organization: { executionDays: null, contentDays: 14 },
    },
    webhooks: [
      ['wh_n8n1', 'n8n', 'Lead flows', null, false, 3 * MINUTE, 1824, 2, null],
      [
        'wh_cold',
        'coldforge',
        'ColdForge production',
        null,
        false,
        2 * HOUR,
        9120,
        31,
        'Signature refused 2 h ago: the time of the request was 9 min behind. Is the clock of the sender right?',
      ],
      [
        'wh_inv',
        'generic',
        'Invoice reader',
        {
          kind: 'execution',
          fields: {
            agent: '$.workflow.name',
            id: '$.run.id',
            status: '$.run.status',
            startedAt: '$.run.started',
            input: '$.run.input',
            output: '$.run.output',
          },
        },
        false,
        null,
        0,
        0,
        null,
      ],
      ['wh_old', 'agency-pm', 'Agency PM, old', null, true, 30 * DAY, 402, 0, null],
    ].map(([id, source, name, mapping, disabled, last, received, refused, lastProblem]) => ({
      id,
      source,
      name,
      url: `http://localhost:8080/api/v1/webhooks/${source}/${id}`,
      mapping,
      createdAt: at(60 * DAY),
      createdBy: 'Mira Adler',
      disabled,
      lastReceivedAt: last === null ? null : at(last),
      received,
      refused,
      lastProblem,
    })),
    audit: [
      ['Mira Adler', 'key.create', 'key z8Qe2m (ingest)', 'For trying it out on staging', null],
      [
        'Mira Adler',
        'prices.set',
        'model mistral-large-latest',
        'By our contract with the provider',
        '{"input":{"from":"2","to":"1.80"}}',
      ],
      ['Dana Okafor', 'agent.objectives', 'agent Email Writer', 'The objective was too strict', null],
      [
        'Mira Adler',
        'member.invite',
        'member li@northbeam.example (viewer)',
        'Is on call for our agents',
        null,
      ],
      ['Local administrator', 'key.revoke', 'key a1Kd7v', 'It is no longer needed', null],
      ['job retention', 'retention.run', '2026-08-26', null, '{"executions":41204}'],
    ],
    outcomes: new Map(),
  };
}

const states = new Map();
const stateOf = (scenario, now) => {
  if (!states.has(scenario)) {
    const state = fresh(now);
    if (scenario === 'empty') {
      Object.assign(state, { keys: [], members: [], webhooks: [], audit: [] });
      state.prices.unknown = [];
    }
    states.set(scenario, state);
  }
  return states.get(scenario);
};

/** Who asks: by the scenario. Null: nobody who is known. */
const principalOf = (scenario) => {
  if (/^(signedout|link)/.test(scenario)) return null;
  if (scenario === 'viewer') return { name: 'Li Wen', role: 'viewer', memberId: 'm4', way: 'password' };
  if (scenario === 'developer') return { name: 'Dana Okafor', role: 'developer', memberId: 'm2', way: 'jwt' };
  if (/^server/.test(scenario)) return { name: 'Mira Adler', role: 'admin', memberId: 'm1', way: 'password' };
  return { name: 'Local administrator', role: 'admin', memberId: null, way: 'local' };
};
export const modeOf = (scenario) =>
  /^(server|signedout|link|viewer|developer)/.test(scenario) ? 'server' : 'local';

function session(scenario, state, signedIn = principalOf(scenario)) {
  return {
    mode: modeOf(scenario),
    signedIn: !!signedIn,
    principal: signedIn,
    organization: signedIn ? organizationOf(scenario, state) : null,
    ways: ['password', 'jwt'],
  };
}
const EXAMPLE = {
  id: 'e0000000-0000-4000-8000-000000000001',
  name: 'Example',
  timeZone: 'UTC',
  simulated: true,
};
const organizationOf = (scenario, state) =>
  scenario === 'simulated' ? EXAMPLE : { ...state.organization, simulated: false };

const needs = (role, principal) => {
  const rank = { viewer: 0, developer: 1, admin: 2 };
  return rank[principal.role] >= rank[role]
    ? null
    : problem(403, 'FORBIDDEN', `This needs the role ${role}; you have the role ${principal.role}.`);
};

/** What a viewer may not: bodies, and what came to the doors. */
const BODIES = [
  /^GET \/executions\/[^/]+\/actions\/.+/,
  /^GET \/executions\/export/,
  /^GET \/connect\/(attempts|first)/,
  /^POST \/(connect\/test|views)/,
];

const ENDPOINTS = [
  ['GET', '/api/v1/status', ALL],
  ['GET', '/api/v1/session', []],
  ['POST', '/api/v1/session', []],
  ['PATCH', '/api/v1/organization', ['admin']],
  ['GET', '/api/v1/members', ['admin']],
  ['POST', '/api/v1/members', ['admin']],
  ['PATCH', '/api/v1/members/{id}', ['admin']],
  ['GET', '/api/v1/keys', ['admin']],
  ['POST', '/api/v1/keys', ['admin']],
  ['DELETE', '/api/v1/keys/{id}', ['admin']],
  ['GET', '/api/v1/agents', ALL],
  ['PATCH', '/api/v1/agents/{id}', ['admin', 'developer']],
  ['GET', '/api/v1/executions', ALL],
  ['POST', '/api/v1/executions', ['admin', 'ingest']],
  ['GET', '/api/v1/executions/{id}', ALL],
  ['DELETE', '/api/v1/executions/{id}', ['admin']],
  ['GET', '/api/v1/executions/{id}/actions/{spanId}', ['admin', 'developer']],
  ['POST', '/api/v1/outcomes', ['admin', 'developer', 'ingest']],
  ['GET', '/api/v1/connect', ALL],
  ['GET', '/api/v1/connect/attempts', ['admin', 'developer']],
  ['GET', '/api/v1/privacy-policy', ALL],
  ['PUT', '/api/v1/privacy-policy', ['admin']],
  ['POST', '/api/v1/privacy-policy/try', ['admin', 'developer']],
  ['GET', '/api/v1/prices', ALL],
  ['PUT', '/api/v1/prices', ['admin']],
  ['GET', '/api/v1/webhooks', ['admin', 'developer']],
  ['POST', '/api/v1/webhooks/{source}/{endpointId}', []],
  ['GET', '/api/v1/audit', ['admin']],
  ['GET', '/api/v1/audit/verify', ['admin']],
  ['POST', '/v1/traces', ['admin', 'ingest']],
  ['POST', '/v1/logs', ['admin', 'ingest']],
  ['GET', '/health', []],
];

/** The value at a path such as $.a.b; a text after = is itself. */
function at(path, body) {
  if (path.startsWith('=')) return path.slice(1);
  return path
    .slice(1)
    .split('.')
    .filter(Boolean)
    .reduce((value, key) => value?.[key], body);
}

function tryMapping({ mapping, sample }) {
  const errors = [];
  const out = {};
  for (const [field, path] of Object.entries(mapping.fields)) {
    const value = at(path, sample);
    if (value === undefined)
      errors.push({ field: `fields.${field}`, message: `${path} finds nothing in the sample.` });
    else out[field] = value;
  }
  if (mapping.kind === 'outcome') return { executions: [], outcomes: errors.length ? [] : [out], errors };
  if (!out.agent && !errors.length)
    errors.push({ field: 'fields.agent', message: 'A run needs the name of its agent.' });
  return { executions: errors.length ? [] : [out], outcomes: [], errors };
}

function members(method, id, sub, body, state, now) {
  const found = state.members.find((m) => m.id === id);
  const link = () => ({
    link: `/sign-in?token=${hash(now).slice(0, 43)}`,
    linkExpiresAt: new Date(now + 72 * HOUR).toISOString(),
  });
  if (!id && method === 'GET') return list(state.members);
  if (!id) {
    if (state.members.some((m) => m.email === body.email))
      return problem(409, 'CONFLICT', 'Somebody with this e-mail address is a member already.');
    const member = {
      id: `m${state.members.length + 1}`,
      email: body.email,
      name: body.name ?? null,
      role: body.role,
      state: 'invited',
      createdAt: new Date(now).toISOString(),
      createdBy: 'Mira Adler',
      lastSeenAt: null,
      way: null,
    };
    state.members.push(member);
    return ok({ member, ...link() }, 201);
  }
  if (!found) return problem(404, 'NOT_FOUND', 'There is no such member.');
  const admins = state.members.filter((m) => m.role === 'admin' && m.state === 'active');
  const loses = method === 'DELETE' || body?.disabled || (body?.role && body.role !== 'admin');
  if (loses && !sub && admins.length === 1 && admins[0] === found)
    return problem(409, 'LAST_ADMIN', 'This is the last administrator; make another one first.');
  if (sub === 'link') return ok(link());
  if (method === 'DELETE') {
    state.members = state.members.filter((m) => m !== found);
    return ok(undefined, 204);
  }
  if (body.name !== undefined) found.name = body.name || null;
  if (body.role) found.role = body.role;
  if (body.disabled !== undefined) found.state = body.disabled ? 'disabled' : 'active';
  return ok(found);
}

function webhooks(method, id, body, state, now) {
  const found = state.webhooks.find((w) => w.id === id);
  const secret = () => `whsec_${hash(now + state.webhooks.length).slice(0, 40)}`;
  if (!id && method === 'GET') return list(state.webhooks);
  if (!id) {
    const made = `wh_${state.webhooks.length + 1}${body.source.slice(0, 2)}`;
    const webhook = {
      id: made,
      source: body.source,
      name: body.name,
      url: `http://localhost:8080/api/v1/webhooks/${body.source}/${made}`,
      mapping: body.mapping ?? null,
      createdAt: new Date(now).toISOString(),
      createdBy: 'Mira Adler',
      disabled: false,
      lastReceivedAt: null,
      received: 0,
      refused: 0,
      lastProblem: null,
    };
    state.webhooks.unshift(webhook);
    return ok({ webhook, secret: secret() }, 201);
  }
  if (id === 'try') return ok(tryMapping(body));
  if (!found) return problem(404, 'NOT_FOUND', 'There is no such webhook.');
  if (method === 'DELETE') {
    state.webhooks = state.webhooks.filter((w) => w !== found);
    return ok(undefined, 204);
  }
  for (const key of ['name', 'mapping', 'disabled']) if (body[key] !== undefined) found[key] = body[key];
  return ok({ webhook: found, secret: body.rotateSecret ? secret() : null });
}

function privacy(method, id, body, state, now) {
  if (id === 'try') {
    const policy = body.policy ?? {
      classes: Object.fromEntries(state.policy.classes.map((c) => [c.id, c.action])),
      nameKeys: state.policy.nameKeys,
      patterns: state.policy.patterns,
    };
    const bad = badPatterns(policy.patterns);
    return bad.length
      ? problem(400, 'INVALID_REQUEST', 'A pattern cannot be read.', bad)
      : ok(tried(body.text, policy));
  }
  if (method === 'PUT') {
    const bad = badPatterns(body.patterns);
    if (bad.length) return problem(400, 'INVALID_REQUEST', 'A pattern cannot be read.', bad);
    state.policy = {
      ...state.policy,
      version: state.policy.version + 1,
      updatedAt: new Date(now).toISOString(),
      updatedBy: 'Local administrator',
      classes: state.policy.classes.map((c) => ({ ...c, action: body.classes[c.id] ?? c.action })),
      nameKeys: body.nameKeys ?? state.policy.nameKeys,
      attributes: body.attributes ?? state.policy.attributes,
      patterns: (body.patterns ?? state.policy.patterns).map((p, i) => ({ id: p.id ?? `p${i}`, ...p })),
    };
  }
  return ok(state.policy);
}

function prices(method, q, body, state, now) {
  const { models, unknown } = state.prices;
  if (method === 'PUT') {
    const saved = {
      model: body.model,
      source: 'organization',
      tiers: body.tiers,
      updatedAt: new Date(now).toISOString(),
      updatedBy: 'Local administrator',
    };
    state.prices.models = [...models.filter((m) => m.model !== body.model), saved];
    state.prices.unknown = unknown.filter((m) => m.model !== body.model);
    return ok(saved);
  }
  if (method === 'DELETE') {
    state.prices.models = models.map((m) =>
      m.model === q.get('model') ? { ...m, source: 'list', updatedAt: null, updatedBy: null } : m,
    );
    return ok(undefined, 204);
  }
  return ok(state.prices);
}

function retention(method, body, state) {
  const { installation } = state.retention;
  if (method === 'PUT')
    state.retention.organization = { executionDays: body.executionDays, contentDays: body.contentDays };
  const { organization } = state.retention;
  const executionDays = organization.executionDays ?? installation.executionDays;
  return ok({
    installation,
    organization,
    effective: {
      executionDays,
      contentDays: Math.min(organization.contentDays ?? installation.contentDays, executionDays),
    },
  });
}

function audit(id, q, scenario, state, now) {
  if (id === 'verify')
    return scenario === 'broken'
      ? ok({ valid: false, entries: 1204, brokenAt: 311, head: null })
      : ok({ valid: true, entries: state.audit.length ? 1204 : 0, brokenAt: null, head: hash(1204) });
  const from = Number(q.get('cursor') ?? 1205);
  const size = state.audit.length;
  if (!size) return list([]);
  const items = Array.from({ length: Math.min(50, from - 1) }, (_, i) => {
    const n = from - 1 - i;
    const [actor, action, subject, reason, details] = state.audit[(1204 - n) % size];
    return {
      id: n,
      at: new Date(now - (1204 - n) * 7 * HOUR - 20 * MINUTE).toISOString(),
      actor,
      action,
      subject,
      reason,
      details,
      previousHash: hash(n - 1),
      hash: hash(n),
    };
  });
  const last = items.at(-1)?.id ?? 1;
  return ok({ items, nextCursor: last > 1 ? String(last) : null });
}

function keys(method, id, body, state, now) {
  if (method === 'POST') {
    const key = {
      id: hash(state.keys.length).slice(0, 6),
      name: body.name,
      scope: body.scope,
      createdAt: new Date(now).toISOString(),
      createdBy: 'Local administrator',
      expiresAt: body.expiresAt ?? null,
      revokedAt: null,
      lastUsedAt: null,
    };
    state.keys.unshift(key);
    return ok({ ...key, key: `ma_7c9f0d1e3a52_${key.id}_${hash(now % 9973).slice(0, 40)}` }, 201);
  }
  if (method === 'DELETE') {
    const found = state.keys.find((k) => k.id === id);
    if (!found) return problem(404, 'NOT_FOUND', `There is no key ${id} that could be revoked.`);
    found.revokedAt = new Date(now).toISOString();
    return ok(undefined, 204);
  }
  return list(state.keys);
}

function open(method, parts, body, scenario, state) {
  if (parts[1] === 'password') {
    if (body.password.length < 12)
      return problem(400, 'INVALID_REQUEST', 'The password is too short.', [
        { field: 'password', message: 'At least 12 characters.' },
      ]);
    return body.token.startsWith('used')
      ? problem(401, 'UNAUTHENTICATED', 'This link is used up.')
      : ok(session(scenario, state, { name: 'Li Wen', role: 'viewer', memberId: 'm4', way: 'password' }));
  }
  if (method === 'GET') return ok(session(scenario, state));
  if (method === 'DELETE') return ok(undefined, 204, { 'Set-Cookie': 'scenario=signedout; Path=/' });
  if (body.email === 'many@northbeam.example') return problem(429, 'TOO_MANY_REQUESTS', 'Too many attempts.');
  if (body.password !== 'a long pass phrase') return problem(401, 'UNAUTHENTICATED', 'Not known.');
  return ok(session('server', state), 200, { 'Set-Cookie': 'scenario=server; Path=/' });
}

function outcomes(executionId, state, now, run) {
  if (!state.outcomes.has(executionId)) {
    const at = new Date(now - 4 * MINUTE).toISOString();
    state.outcomes.set(
      executionId,
      run?.success?.value === null
        ? []
        : [
            {
              id: 'o1',
              kind: run?.success?.value ? 'reply_received' : 'bounced',
              success: run?.success?.value ?? null,
              source: 'outcome',
              confidence: 1,
              value: null,
              comment: run?.success?.value ? 'Answered by <EMAIL:k1x9f3a7c2>' : null,
              by: 'ColdForge production',
              at,
              receivedAt: at,
              best: true,
            },
            {
              id: 'o2',
              kind: 'status',
              success: run?.success?.value ?? null,
              source: 'status',
              confidence: 0.5,
              value: null,
              comment: null,
              by: null,
              at,
              receivedAt: at,
              best: false,
            },
          ],
    );
  }
  return state.outcomes.get(executionId);
}

function addOutcome(body, state, now) {
  if (body.comment?.includes('refuse'))
    return ok({
      items: [
        {
          index: 0,
          id: null,
          executionId: null,
          state: 'refused',
          errors: [{ field: 'kind', message: 'small letters, digits and _ only' }],
        },
      ],
    });
  const all = state.outcomes.get(body.executionId) ?? [];
  const at = new Date(now).toISOString();
  const best = !all.some((o) => o.source === 'outcome');
  const added = {
    id: `o${all.length + 1}`,
    confidence: 1,
    value: null,
    at,
    receivedAt: at,
    by: 'Local administrator',
    comment: null,
    ...body,
    best,
  };
  state.outcomes.set(body.executionId, [...all.map((o) => ({ ...o, best: o.best && !best })), added]);
  return ok({
    items: [{ index: 0, id: added.id, executionId: body.executionId, state: 'attached', errors: [] }],
  });
}

/** The answer to a question about people, sessions or settings; null where it is none of them. */
export function settings(method, path, q, scenario, body, now, runById) {
  const state = stateOf(scenario, now);
  const parts = path.split('/').slice(1);
  const [kind, id, sub] = parts;
  const principal = principalOf(scenario);
  if (kind === 'session' && id !== 'organization') return open(method, parts, body, scenario, state);
  if (!principal) return problem(401, 'UNAUTHENTICATED', 'Sign in first.');
  if (kind === 'status')
    return ok({
      version: '0.1.0',
      mode: modeOf(scenario),
      organization: organizationOf(scenario, state),
      principal,
      now: new Date(now).toISOString(),
    });
  if (scenario === 'error') return null;
  if (BODIES.some((pattern) => pattern.test(`${method} ${path}`))) {
    const refused = needs('developer', principal);
    if (refused) return refused;
  }
  const admin = () => needs('admin', principal);
  const writes = method !== 'GET';
  if (kind === 'organizations') {
    const mine = { ...state.organization, simulated: false };
    return list([
      { ...mine, current: scenario !== 'simulated' },
      ...(/^(simulated|server)/.test(scenario) ? [{ ...EXAMPLE, current: scenario === 'simulated' }] : []),
    ]);
  }
  if (kind === 'session')
    return ok(session(scenario, state), 200, {
      'Set-Cookie': `scenario=${body.id === EXAMPLE.id ? 'simulated' : 'server'}; Path=/`,
    });
  if (kind === 'organization') {
    for (const key of ['name', 'timeZone']) if (body[key]) state.organization[key] = body[key];
    return admin() ?? ok({ ...state.organization, simulated: false });
  }
  if (kind === 'endpoints') return list(ENDPOINTS.map(([m, p, roles]) => ({ method: m, path: p, roles })));
  if (kind === 'members') return admin() ?? members(method, id, sub, body, state, now);
  if (kind === 'keys') return admin() ?? keys(method, id, body, state, now);
  if (kind === 'audit') return admin() ?? audit(id, q, scenario, state, now);
  if (kind === 'privacy-policy')
    return (
      (writes ? needs(id === 'try' ? 'developer' : 'admin', principal) : null) ??
      privacy(method, id, body, state, now)
    );
  if (kind === 'prices') return (writes ? admin() : null) ?? prices(method, q, body, state, now);
  if (kind === 'retention') return (writes ? admin() : null) ?? retention(method, body, state);
  if (kind === 'webhooks')
    return (
      needs(writes && id !== 'try' ? 'admin' : 'developer', principal) ??
      webhooks(method, id, body, state, now)
    );
  if (kind === 'outcomes') return needs('developer', principal) ?? addOutcome(body, state, now);
  if (kind === 'executions' && sub === 'outcomes') return list(outcomes(id, state, now, runById(id)));
  return null;
}
