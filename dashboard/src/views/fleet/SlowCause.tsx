import type { NeedsYou } from '@/api/types';
import { duration, percent } from '@/format/numbers';

/** An action whose p95 grew by less than this is not what made the runs slow. */
const GREW = 1.3;

/** The action that made an agent slow, in half a sentence: `create_task went from p95 2.1 s to 6.8 s (last hour)`. */
export function SlowCause({ need }: { need: NeedsYou }) {
  const { slowest } = need;
  if (!slowest) return null;
  const { name, p95Ms, previousP95Ms: before, share } = slowest;
  return (
    <>
      <code className="text-ink-2">{name}</code>
      {before !== null && p95Ms > before * GREW
        ? ` went from p95 ${duration(before)} to ${duration(p95Ms)}`
        : ` takes ${percent(Math.min(1, share), 0)} of the time, p95 ${duration(p95Ms)}`}{' '}
      (last hour)
    </>
  );
}
