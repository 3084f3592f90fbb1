import Link from 'next/link';
import type { Action, ExecutionDetail } from '@/api/types';
import { plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { Body, textOf } from '@/ui/Body';
import { Outcomes } from './Outcomes';

/** Longer bodies are folded, so that the actions stay visible. */
const SHORT = 600;

/** What one has to know about the whole run: what is missing, whom else it called, what went in and out. */
export function RunNotes({ execution: run, actions }: { execution: ExecutionDetail; actions: Action[] }) {
  const shown = new Set(actions.flatMap((action) => action.called ?? []).map((each) => each.id));
  const called = run.children.filter((child) => !shown.has(child.id));
  const notes: string[] = [];
  if (run.missingSpans > 0) {
    notes.push(
      `${plural(run.missingSpans, 'action')} named as a parent did not arrive: not sampled, not exported, or still on the way. Their children are shown at the top level.`,
    );
  }
  if (run.lateArrival) notes.push('It arrived late; the totals were counted again.');
  if (run.status === 'unknown') notes.push('No end was seen within 15 minutes after its last action.');
  const bodies = (['input', 'output'] as const).filter((side) => textOf(run[side]) !== '');
  return (
    <div className="run-notes text-12">
      {notes.map((note) => (
        <p key={note} className="border-t border-line px-3.5 py-2.5 text-ink-3">
          {note}
        </p>
      ))}
      {run.status !== 'running' && <Outcomes execution={run} />}
      {called.length > 0 && (
        <div className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-3.5 py-2.5">
          <span className="text-ink-3">Called</span>
          {called.slice(0, 30).map((child) => (
            <Link key={child.id} className="link" href={href('/execution', { id: child.id })}>
              {child.agent.name}
            </Link>
          ))}
          {called.length > 30 && <span className="text-ink-3">and {called.length - 30} more</span>}
        </div>
      )}
      {bodies.map((side) => (
        <details
          key={side}
          className="border-t border-line px-3.5 py-2.5"
          open={textOf(run[side]).length < SHORT && (side === 'input' || run.success.value === true)}
        >
          <summary className="cursor-pointer font-semibold">
            {side === 'input' ? 'Input of the run' : 'Output of the run'}
          </summary>
          <div className="pt-2">
            <Body value={run[side]} limit={4_000} />
          </div>
        </details>
      ))}
    </div>
  );
}
