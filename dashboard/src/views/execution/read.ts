import { ApiError, get, path } from '@/api/client';
import type { Action, List } from '@/api/types';
import { toast } from '@/shell/toasts';

/** Actions in one answer. */
export const PAGE = 1_000;

/** All actions under a parent, or all of a run. */
export async function readActions(
  id: string,
  parent: string | undefined,
  signal: AbortSignal | undefined,
  seen?: (count: number) => void,
): Promise<Action[]> {
  const out: Action[] = [];
  let cursor: string | undefined;
  do {
    const page: List<Action> = await get(
      path`/executions/${id}/actions`,
      { parent, cursor, limit: PAGE },
      signal,
    );
    out.push(...page.items);
    seen?.(out.length);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return out;
}

/** Reads further actions; what could not be read is told, and can be asked for again. */
export async function reading(read: () => Promise<void>) {
  try {
    await read();
  } catch (error) {
    toast({
      kind: 'warn',
      title: 'The actions could not be read',
      detail: error instanceof ApiError ? error.message : undefined,
    });
  }
}
