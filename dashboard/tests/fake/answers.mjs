// What every part of the fake server answers with.
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ok = (body, status = 200, headers) => ({ status, body, headers });
export const list = (items) => ok({ items, nextCursor: null });
export const problem = (status, code, detail, errors = []) => ({
  status,
  body: { type: `urn:metaagent:${code}`, title: code, status, code, detail, errors, organization: null },
});

/** The page of a list that a query asks for; the cursor is a place. */
export const page = (items, q, limit = 100) => {
  const size = Number(q.get('limit') ?? limit);
  const from = Number(q.get('cursor') ?? 0);
  const next = from + size;
  return { items: items.slice(from, next), nextCursor: next < items.length ? String(next) : null };
};

/** A bound of time as the API takes it: RFC 3339, or relative to now such as -6h. */
export const moment = (bound, now) => {
  if (!bound) return null;
  const m = /^-(\d+)([smhd])$/.exec(bound);
  return m ? now - Number(m[1]) * { s: 1000, m: MINUTE, h: HOUR, d: DAY }[m[2]] : Date.parse(bound);
};

export const hash = (n) =>
  [...Array(8)].map((_, i) => ((n * 2654435761 + i * 40503) >>> 0).toString(16).padStart(8, '0')).join('');

/** The id of the nth thing of a kind that has UUIDs. */
export const uuidOf = (n) => `0000000${n % 10}-0000-4000-8000-${String(n).padStart(12, '0')}`;
