import Link from 'next/link';
import type { Called as CalledRun } from '@/api/types';
import { duration, moneyPerRun, plural, tokens } from '@/format/numbers';
import { href } from '@/shell/address';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';

const GLYPH: Record<CalledRun['status'], Glyph> = {
  ok: 'ok',
  error: 'bad',
  running: 'run',
  unknown: 'unknown',
};
const WORD: Record<CalledRun['status'], string> = {
  ok: 'ended well',
  error: 'failed',
  running: 'is running',
  unknown: 'ended, how is not known',
};

/** The run that an action called: how it went, what it took in all, and the way there. */
export function Called({ called }: { called: CalledRun }) {
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2 border-b border-line px-3.5 py-2 text-12">
      <StatusGlyph kind={GLYPH[called.status]} size={13} />
      <span>
        Called <span className="font-medium">{called.agent.name}</span>, which {WORD[called.status]}
      </span>
      <span className="text-ink-3">
        {[
          called.durationMs === null ? null : duration(called.durationMs),
          called.costUsd === null ? null : moneyPerRun(called.costUsd),
          called.tokens === null ? null : `${tokens(called.tokens)} tokens`,
          plural(called.actions, 'action'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span className="flex-1" />
      <Link className="link" href={href('/execution', { id: called.id })}>
        Open its run
      </Link>
    </div>
  );
}
