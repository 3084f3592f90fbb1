import type { Execution } from '@/api/types';
import { outcomeOf } from '@/ui/StatusGlyph';

/** The failed runs of the list one came from, so that J and K can walk them. */
export interface Walk {
  ids: string[];
  back: string;
}

const KEY = 'metaagent.walk';

export function rememberWalk(rows: Execution[]): void {
  const ids = rows.filter((run) => outcomeOf(run) === 'failed').map((run) => run.id);
  try {
    sessionStorage.setItem(
      KEY,
      JSON.stringify({ ids: ids.slice(0, 1_000), back: window.location.search } satisfies Walk),
    );
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
