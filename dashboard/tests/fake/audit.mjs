// The journal of the fake server, and how long it keeps what.
import { HOUR, hash, list, MINUTE, ok } from './answers.mjs';

export const JOURNAL = [
  ['Mira Adler', 'key.create', 'key z8Qe2m (ingest)', 'For trying it out on staging', null],
  [
    'Mira Adler',
    'prices.set',
    'model mistral-large-latest',
    'By our contract with the provider',
    '{"input":{"from":"2","to":"1.80"}}',
  ],
  ['Dana Okafor', 'agent.objectives', 'agent Email Writer', 'The objective was too strict', null],
  ['Mira Adler', 'member.invite', 'member li@northbeam.example (viewer)', 'Is on call for our agents', null],
  ['Local administrator', 'key.revoke', 'key a1Kd7v', 'It is no longer needed', null],
  ['job retention', 'retention.run', '2026-08-26', null, '{"executions":41204}'],
];

export function retention({ method, body, state }) {
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

export function audit({ path, q, scenario, state, now }) {
  if (path.endsWith('/verify'))
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
