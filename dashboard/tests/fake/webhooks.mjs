// Webhooks of the fake server, and a mapping tried on a sample.
import { DAY, HOUR, hash, list, MINUTE, ok, problem } from './answers.mjs';

export const webhooksOf = (at) =>
  [
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
  }));
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

export function webhooks({ method, path, params, body, state, now }) {
  const id = path.endsWith('/try') ? 'try' : params.id;
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
