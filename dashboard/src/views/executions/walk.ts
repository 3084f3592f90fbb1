import { get, type Query } from '@/api/client';
import type { Range } from '@/api/time-range';
import type { Execution, List } from '@/api/types';
import { outcomeOf } from '@/ui/StatusGlyph';
import { NEWEST_FIRST } from './sorting';

/** The failed runs of the list one came from, so that J and K can walk them. */
export interface Walk {
  ids: string[];
  back: string;
  /** How many failed in all; null while only those that were read are known. */
  total: number | null;
  /** What reads the rest of the list, from where it was read to. */
  rest: Query | null;
}

const KEY = 'metaagent.walk';

interface Pages {
  rows: Execution[];
  pages: { data?: { pages: List<Execution>[] } };
}

const failedOf = (rows: Execution[]): string[] =>
  rows.filter((run) => outcomeOf(run) === 'failed').map((run) => run.id);

export function rememberWalk(
  { rows, pages }: Pages,
  { query, range, sort, failed }: { query: Query; range: Range; sort: string; failed: number | null },
): void {
  const order = sort === NEWEST_FIRST ? {} : { sort };
  const cursor = pages.data?.pages.at(-1)?.nextCursor ?? null;
  keep({
    ids: failedOf(rows),
    back: window.location.search,
    total: failed,
    rest: cursor === null ? null : { ...query, ...range, ...order, cursor, limit: 100 },
  });
}

/** The same walk with the failed runs of the next page of the list. */
export async function walkOn(walk: Walk): Promise<Walk> {
  let { ids, rest } = walk;
  while (rest && ids.length === walk.ids.length) {
    const page: List<Execution> = await get('/executions', rest);
    ids = [...ids, ...failedOf(page.items).filter((id) => !ids.includes(id))];
    rest = page.nextCursor ? { ...rest, cursor: page.nextCursor } : null;
  }
  const next = { ...walk, ids, rest };
  keep(next);
  return next;
}

function keep(walk: Walk): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(walk));
  } catch {
    // Without storage there is no walking; nothing else depends on it.
  }
}

export function recallWalk(): Walk | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text ? (JSON.parse(text) as Walk) : null;
  } catch {
    return null;
  }
}
