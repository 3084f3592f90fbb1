'use client';

import type { Agent, Facets } from '@/api/types';
import { linear } from '@/charts/scale';
import { duration, percent, plural } from '@/format/numbers';
import { type Filter, filterOfTrait } from './filters';

const NAMES: Record<string, string> = { durationMs: 'duration', actionCount: 'actions', costUsd: 'cost' };

const nameOf = (field: string) =>
  field.startsWith('attr.')
    ? field.slice(5)
    : (NAMES[field] ?? field.replace(/([A-Z])/g, ' $1').toLowerCase());

/** A limit in words: `> 310` of durationMs is `over 0.31 s`. */
function valueText(field: string, value: string): string {
  const over = /^>\s*([\d.]+)$/.exec(value);
  if (!over) return value;
  return `over ${field === 'durationMs' ? duration(Number(over[1])) : over[1]}`;
}

/** What failed runs share: the share of failed runs with a trait beside that of the others. */
export function SharedTraits({
  facets,
  agents,
  onChoose,
}: {
  facets: Facets;
  agents: Agent[];
  onChoose: (filter: Filter) => void;
}) {
  const x = linear(0, 1, 5, 105);
  const shown = facets.traits.slice(0, 4);
  return (
    <section className="panel px-3.5 py-2" aria-label="What failed runs share">
      <div className="flex items-center gap-2 text-12">
        <h2 className="font-semibold">What failed runs share</h2>
        <span className="flex-1" />
        <span className="flex items-center gap-1.5 text-11 text-ink-3">
          <i className="size-[7px] rounded-full bg-[var(--bad-fill)]" />
          failed
          <i className="ml-1 size-[7px] rounded-full border-[1.5px] border-ink-3" />
          other
        </span>
      </div>
      {facets.failed === 0 ? (
        <p className="py-2 text-12 text-ink-3">No run failed here, so there is nothing to share.</p>
      ) : shown.length === 0 ? (
        <p className="py-2 text-12 text-ink-3">
          {plural(facets.failed, 'failed run')}, no trait more frequent than in the other{' '}
          {plural(facets.other, 'run')}.
        </p>
      ) : (
        shown.map((trait) => {
          const same = Math.abs(trait.failedShare - trait.otherShare) < 0.02;
          const title = `${nameOf(trait.field)} ${trait.value}: ${trait.failedCount} of ${facets.failed} failed, ${trait.otherCount} of ${facets.other} other runs`;
          return (
            <button
              key={`${trait.field}=${trait.value}`}
              type="button"
              title={title}
              className="grid h-[25px] w-full grid-cols-[minmax(0,1fr)_150px] items-center gap-2.5 rounded-[4px] text-left text-12 enabled:hover:bg-bg-2"
              disabled={!filterOfTrait(trait, agents)}
              onClick={() => {
                const filter = filterOfTrait(trait, agents);
                if (filter) onChoose(filter);
              }}
            >
              <span className="truncate">
                <span className="text-ink-3">{nameOf(trait.field)}</span>{' '}
                <span className="font-medium">{valueText(trait.field, trait.value)}</span>
              </span>
              <svg width="150" height="16" aria-hidden="true">
                <line
                  x1={x(trait.otherShare)}
                  x2={x(trait.failedShare)}
                  y1="8"
                  y2="8"
                  stroke={same ? 'var(--edge)' : 'var(--bad-fill)'}
                  strokeWidth="2"
                  opacity=".5"
                />
                <circle
                  cx={x(trait.otherShare)}
                  cy="8"
                  r="3.5"
                  fill="var(--bg-1)"
                  stroke="var(--ink-3)"
                  strokeWidth="1.5"
                />
                <circle
                  cx={x(trait.failedShare)}
                  cy="8"
                  r="4"
                  fill={same ? 'var(--edge)' : 'var(--bad-fill)'}
                />
                <text
                  x="150"
                  y="12"
                  textAnchor="end"
                  style={{ fill: same ? 'var(--ink-3)' : 'var(--bad)', fontWeight: 500 }}
                >
                  {same ? 'same' : percent(trait.failedShare, 0)}
                </text>
              </svg>
              <span className="sr-only">{title}.</span>
            </button>
          );
        })
      )}
      {!facets.complete && <p className="text-11 text-ink-3">from the newest runs of this range</p>}
    </section>
  );
}
