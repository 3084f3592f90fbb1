'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useOutcomes, useStatus } from '@/api/queries';
import type { ExecutionDetail, Outcome } from '@/api/types';
import { covers } from '@/shell/sections';
import { Pills } from '@/ui/Pseudonyms';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { When } from '@/ui/values';

const AddOutcome = dynamic(() => import('./AddOutcome'), { ssr: false });

const SOURCES: Record<string, string> = {
  outcome: 'what happened',
  person: 'said by a person',
  downstream: 'seen by a later step',
  judge: 'said by a judge',
  detector: 'seen by a detector',
  status: 'by run status',
};

/** Green is only what was proven: a status that is fine proves nothing. */
const glyphOf = ({ success, source }: Outcome): Glyph => {
  if (success === null) return 'unknown';
  if (!success) return 'bad';
  return source === 'status' ? 'ok' : 'better';
};
const wordOf = (success: boolean | null) =>
  success === null ? 'not decided' : success ? 'succeeded' : 'failed';

/** What became of the run: all that is known, and which of it counts. */
export function Outcomes({ execution }: { execution: ExecutionDetail }) {
  const outcomes = useOutcomes(execution.id);
  const role = useStatus().data?.principal.role;
  const [adding, setAdding] = useState(false);
  const may = covers(role, 'developer');
  const list = outcomes.data?.items;
  return (
    <section className="border-t border-line px-3.5 py-2.5" aria-label="Outcomes">
      <div className="flex items-center gap-2">
        <h3 className="font-semibold">Outcomes</h3>
        <span className="flex-1 text-ink-3">
          {list?.length === 0 && 'none yet: it counts by its status'}
          {!list && outcomes.error && 'could not be read'}
        </span>
        <button
          type="button"
          className="btn sm quiet"
          disabled={!may}
          title={may ? undefined : 'Adding an outcome needs the role Developer.'}
          onClick={() => setAdding(true)}
        >
          Add outcome…
        </button>
      </div>
      {list && list.length > 0 && <OutcomeList outcomes={list} />}
      {adding && <AddOutcome execution={execution} onClose={() => setAdding(false)} />}
    </section>
  );
}

export function OutcomeList({ outcomes }: { outcomes: Outcome[] }) {
  return (
    <ul className="flex flex-col gap-1.5 pt-1">
      {[...outcomes]
        .sort((a, b) => Number(b.best) - Number(a.best))
        .map((outcome) => (
          <li key={outcome.id} className="flex items-start gap-2">
            <span className="pt-0.5">
              <StatusGlyph kind={glyphOf(outcome)} size={13} label={wordOf(outcome.success)} />
            </span>
            <span className={`min-w-0 flex-1 ${outcome.best ? '' : 'text-ink-3'}`}>
              <span className={outcome.best ? 'font-medium' : undefined}>
                {outcome.source === 'status' ? wordOf(outcome.success) : outcome.kind.replaceAll('_', ' ')}
              </span>
              {outcome.value !== null && ` ${outcome.value}`}
              <span className="text-ink-3">
                {' · '}
                {SOURCES[outcome.source] ?? outcome.source}
                {outcome.by && (
                  <>
                    , <Pills text={outcome.by} />
                  </>
                )}
                {' · '}
                <When at={outcome.at} />
              </span>
              {outcome.comment && (
                <span className="block text-ink-2">
                  <Pills text={outcome.comment} />
                </span>
              )}
            </span>
            {outcome.best && outcomes.length > 1 && (
              <span className="pill" title="The run counts by this one: it is the best evidence.">
                counts
              </span>
            )}
          </li>
        ))}
    </ul>
  );
}
