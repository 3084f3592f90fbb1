// API keys of the fake server.
import { DAY, hash, list, MINUTE, ok, problem } from './answers.mjs';

export const keysOf = (at) =>
  [
    ['q7Yk3f', 'email-writer, production', 'ingest', 41 * DAY, null, null, 12_000],
    ['m2Lw8d', 'n8n flows', 'ingest', 20 * DAY, -4 * DAY, null, 3 * MINUTE],
    ['t5Rb1c', 'Grafana', 'read', 12 * DAY, -78 * DAY, null, 40_000],
    ['x9Pn4s', 'deploy script', 'admin', 90 * DAY, 2 * DAY, null, 3 * DAY],
    ['a1Kd7v', 'email-writer, old', 'ingest', 120 * DAY, null, 41 * DAY, 41 * DAY],
    ['g3Hs7n', 'order desk, SDK', 'agent', 6 * DAY, null, null, 2_000],
    ['z8Qe2m', 'staging', 'ingest', 1 * DAY, null, null, null],
  ].map(([id, name, scope, made, expires, revoked, used]) => ({
    id,
    name,
    scope,
    agents: scope === 'agent' ? ['Email Writer'] : null,
    createdAt: at(made),
    createdBy: 'Mira Adler',
    expiresAt: expires === null ? null : at(expires),
    revokedAt: revoked === null ? null : at(revoked),
    lastUsedAt: used === null ? null : at(used),
    state: revoked !== null ? 'revoked' : expires !== null && expires > 0 ? 'expired' : 'active',
  }));
export function keys({ method, params, body, state, now }) {
  const { id } = params;
  if (method === 'POST') {
    const key = {
      id: hash(state.keys.length).slice(0, 6),
      name: body.name,
      scope: body.scope,
      agents: body.agents ?? null,
      createdAt: new Date(now).toISOString(),
      createdBy: 'Local administrator',
      expiresAt: body.expiresAt ?? null,
      revokedAt: null,
      lastUsedAt: null,
      state: 'active',
    };
    state.keys.unshift(key);
    const { id: made, name, scope, agents, createdAt, expiresAt } = key;
    return ok(
      {
        id: made,
        name,
        scope,
        agents,
        createdAt,
        expiresAt,
        key: `ma_7c9f0d1e3a52_${key.id}_${hash(now % 9973).slice(0, 40)}`,
      },
      201,
    );
  }
  if (method === 'DELETE') {
    const found = state.keys.find((k) => k.id === id);
    if (!found) return problem(404, 'NOT_FOUND', `There is no key ${id} that could be revoked.`);
    found.revokedAt = new Date(now).toISOString();
    found.state = 'revoked';
    return ok(undefined, 204);
  }
  return list(state.keys);
}
