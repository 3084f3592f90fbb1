const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** Whether a request is sent again after a status; null is a connection that failed. */
export function isRetried(status: number | null): boolean {
  return status === null || RETRIED.has(status);
}

/**
 * Milliseconds to wait before the next attempt: exponential backoff with jitter, or `Retry-After`.
 *
 * @param failures attempts that have failed so far, at least 1
 * @param retryAfter the header: seconds or an HTTP date
 * @param now the local time in milliseconds
 * @param random in [0, 1)
 */
export function retryDelay(failures: number, retryAfter: string | null, now: number, random: number): number {
  const asked = parseRetryAfter(retryAfter, now);
  if (asked !== null) return Math.min(Math.max(asked, 0), LONGEST_RETRY_AFTER_MS);
  return Math.min(LONGEST_MS, 1000 * 2 ** (failures - 1)) * (0.5 + random / 2);
}

function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date - now;
}
