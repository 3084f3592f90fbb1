import { DEFAULT_FROM } from '@/api/time-range';

/** Pages that show a range of time. */
const RANGED = new Set(['/fleet', '/agent', '/compare', '/executions']);
const pathOf = (path: string) => (path === '/' ? '/fleet' : path.replace(/\.html$/, '').replace(/\/$/, ''));

/** What the navigation carries from one page to the next: the range that somebody chose, wherever it is shown. */
export function rangeOf(path: string, params: URLSearchParams): { from?: string; to?: string } {
  const from = params.get('from');
  const to = params.get('to');
  if (!RANGED.has(pathOf(path)) || (from === null && to === null)) return {};
  return { from: from ?? DEFAULT_FROM, ...(to !== null && { to }) };
}

/** Whether a place shows a range, so that one is carried there. */
export const isRanged = (path: string): boolean => RANGED.has(path);
