// Who asks, and who else may.
import { DAY, HOUR, hash, list, MINUTE, ok, problem, uuidOf } from './answers.mjs';

export const membersOf = (at) =>
  [
    [uuidOf(1), 'mira@northbeam.example', 'Mira Adler', 'admin', 'active', 2 * MINUTE, 'password'],
    [uuidOf(2), 'dana@northbeam.example', 'Dana Okafor', 'developer', 'active', 3 * HOUR, 'jwt'],
    [uuidOf(3), 'jonas@northbeam.example', 'Jonas Brandt', 'developer', 'disabled', 40 * DAY, 'password'],
    [uuidOf(4), 'li@northbeam.example', null, 'viewer', 'invited', null, null],
  ].map(([id, email, name, role, state, seen, method]) => ({
    id,
    email,
    name: name ?? '',
    role,
    state,
    createdAt: at(60 * DAY),
    createdBy: 'Mira Adler',
    lastSeenAt: seen === null ? null : at(seen),
    method,
  }));

/** Who asks: by the scenario. Null: nobody who is known. */
export const principalOf = (scenario) => {
  if (/^(signedout|link)/.test(scenario)) return null;
  if (scenario === 'viewer')
    return { name: 'Li Wen', role: 'viewer', memberId: uuidOf(4), method: 'password' };
  if (scenario === 'developer')
    return { name: 'Dana Okafor', role: 'developer', memberId: uuidOf(2), method: 'jwt' };
  if (/^server/.test(scenario))
    return { name: 'Mira Adler', role: 'admin', memberId: uuidOf(1), method: 'password' };
  return { name: 'Local administrator', role: 'admin', memberId: null, method: 'local' };
};
export const modeOf = (scenario) =>
  /^(server|signedout|link|viewer|developer)/.test(scenario) ? 'server' : 'local';

export function session(scenario, state, signedIn = principalOf(scenario)) {
  return {
    mode: modeOf(scenario),
    signedIn: !!signedIn,
    principal: signedIn,
    organization: signedIn ? organizationOf(scenario, state) : null,
    methods: ['password', 'jwt'],
  };
}
export const EXAMPLE = {
  id: 'e0000000-0000-4000-8000-000000000001',
  name: 'Example',
  timeZone: 'UTC',
  simulated: true,
};
export const organizationOf = (scenario, state) =>
  scenario === 'simulated' ? EXAMPLE : { ...state.organization, simulated: false };

/** The refusal where a caller has not the role that an operation needs; null where it has. */
export const needs = (role, principal) => {
  if (!principal) return problem(401, 'UNAUTHENTICATED', 'Sign in first.');
  const rank = { viewer: 0, agent: 1, developer: 1, admin: 2, ingest: 2 };
  return rank[principal.role] >= rank[role]
    ? null
    : problem(403, 'FORBIDDEN', `This needs the role ${role}; you have the role ${principal.role}.`);
};

export function members({ method, path, params, body, state, now }) {
  const { id } = params;
  const sub = path.endsWith('/link') ? 'link' : undefined;
  const found = state.members.find((m) => m.id === id);
  const link = () => ({
    link: `/sign-in#token=${hash(now).slice(0, 43)}`,
    linkExpiresAt: new Date(now + 72 * HOUR).toISOString(),
  });
  if (!id && method === 'GET') return list(state.members);
  if (!id) {
    if (state.members.some((m) => m.email === body.email))
      return problem(409, 'CONFLICT', 'Somebody with this e-mail address is a member already.');
    const member = {
      id: uuidOf(state.members.length + 1),
      email: body.email,
      name: body.name ?? '',
      role: body.role,
      state: 'invited',
      createdAt: new Date(now).toISOString(),
      createdBy: 'Mira Adler',
      lastSeenAt: null,
      method: null,
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
  if (body.name !== undefined) found.name = body.name ?? '';
  if (body.role) found.role = body.role;
  if (body.disabled !== undefined) found.state = body.disabled ? 'disabled' : 'active';
  return ok(found);
}

export function open({ method, path, body, scenario, state }) {
  if (path.endsWith('/password')) {
    if (body.password.length < 12)
      return problem(400, 'INVALID_REQUEST', 'The password is too short.', [
        { field: 'password', message: 'At least 12 characters.' },
      ]);
    return body.token.startsWith('used')
      ? problem(401, 'UNAUTHENTICATED', 'This link is used up.')
      : ok(
          session(scenario, state, {
            name: 'Li Wen',
            role: 'viewer',
            memberId: uuidOf(4),
            method: 'password',
          }),
        );
  }
  if (method === 'GET') return ok(session(scenario, state));
  if (method === 'DELETE') return ok(undefined, 204, { 'Set-Cookie': 'scenario=signedout; Path=/' });
  if (body.email === 'many@northbeam.example') return problem(429, 'TOO_MANY_REQUESTS', 'Too many attempts.');
  if (body.password !== 'a long pass phrase') return problem(401, 'UNAUTHENTICATED', 'Not known.');
  return ok(session('server', state), 200, { 'Set-Cookie': 'scenario=server; Path=/' });
}
