/** How far a time of the server may lie ahead of its clock, in milliseconds. */
export const TOLERANCE_MS = 300_000;

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of a time such as `2026-11-30T05:00:00Z`; null if it is none. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || !RFC3339.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** What to add to the local time to get the server's: from the `Date` of an answer and its local arrival. */
export function clockOffset(date: string | null | undefined, localAtAnswer: number): number | null {
  const time = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? null : time - localAtAnswer;
}

/** Milliseconds that are left until a time of the server, at least 0. */
export function timeLeft(expiresAt: number, local: number, offset: number): number {
  return Math.max(0, expiresAt - (local + offset));
}

/** The age in seconds of a policy that was stored; Infinity if its time lies too far in the future. */
export function storedAge(storedContact: number, now: number): number {
  if (storedContact - now > TOLERANCE_MS) return Number.POSITIVE_INFINITY;
  return Math.max(0, now - storedContact) / 1000;
}
