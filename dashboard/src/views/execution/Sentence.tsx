import type { ExecutionDetail } from '@/api/types';
import { cut, duration } from '@/format/numbers';
import { Pills } from '@/ui/Pseudonyms';
import { outcomeOf } from '@/ui/StatusGlyph';
import { titleOf } from '../executions/title';

const LONGEST = 140;

/** What an error says, short enough for a headline: its first line. */
const briefly = (message: string): string => cut(message.trim().split('\n')[0] ?? '', LONGEST);

/** What broke in plain words; where nobody has put it into words, the first line of the error. */
function why(run: ExecutionDetail): string | null {
  if (run.headline) return run.headline;
  return run.error?.message ? briefly(run.error.message) : (run.error?.type ?? null);
}

/** The run in a sentence: what it was about, and how it ended. */
export function Sentence({ run }: { run: ExecutionDetail }) {
  const name = <Pills text={titleOf(run)} />;
  const outcome = outcomeOf(run);
  if (outcome === 'failed') {
    const reason = why(run);
    return (
      <>
        {name} failed{reason ? ': ' : '.'}
        {reason && (
          <span className="text-bad" title={run.error?.message ?? undefined}>
            <Pills text={reason} />
          </span>
        )}
      </>
    );
  }
  if (outcome === 'running') return <>{name} is running.</>;
  if (outcome === 'unknown')
    return (
      <>
        {name} ended. <span className="q">Whether it succeeded is not known yet.</span>
      </>
    );
  return (
    <>
      {name} succeeded{run.durationMs === null ? '' : ` in ${duration(run.durationMs)}`}.{' '}
      <span className="q">
        {run.error
          ? `It met ${run.error.type ?? 'an error'} on the way and got past it.`
          : `By ${run.success.source ?? 'status'}.`}
      </span>
    </>
  );
}
