'use client';

import type { Agent, Facets } from '@/api/types';
import { linear } from '@/charts/scale';
import { count, percent, plural } from '@/format/numbers';
import { type Filter, filterOfTrait } from './filter/filters';
import { MIN_FAILED, nameOfField, sharedTraits, type Trait, titleOfTrait, valueOfTrait } from './traits';

/** What failed runs share: the share of failed runs with a trait beside that of the others. */
export function SharedTraits({
  facets,
  agents,
  filters,
  onChoose,
}: {
  facets: Facets;
  agents: Agent[];
  filters: Filter[];
  onChoose: (filter: Filter) => void;
}) {
  const few = facets.failed < MIN_FAILED;
  const shown = few ? [] : sharedTraits(facets, filters);
  return (
    <section className="panel px-3.5 py-2" aria-label="What failed runs share">
      <div className="flex items-center gap-2 text-12">
        <h2 className="font-semibold">What failed runs share</h2>
        <span className="flex-1" />
        {shown.length > 0 && <Key />}
      </div>
      {shown.length > 0 ? (
        shown.map((trait) => (
          <TraitRow
            key={titleOfTrait(trait)}
            trait={trait}
            filter={filterOfTrait(trait, agents)}
            onChoose={onChoose}
          />
        ))
      ) : (
        <p className="py-2 text-12 text-ink-3">{nothing(facets)}</p>
      )}
      {!facets.complete && shown.length > 0 && (
        <p className="text-11 text-ink-3">from the newest runs of this range</p>
      )}
    </section>
  );
}

function nothing({ failed, other }: Facets): string {
  if (failed === 0) return 'No run failed.';
  if (failed < MIN_FAILED)
    return `${plural(failed, 'failed run')}: at least ${MIN_FAILED} are needed to compare.`;
  return `${plural(failed, 'failed run')} and nothing that sets them apart from the other ${plural(other, 'run')}.`;
}

/** Small rates need their tenths to differ. */
const rate = (share: number): string => percent(share, share < 0.1 ? 1 : 0);

/** What the dots mean. */
const Key = () => (
  <span className="flex items-center gap-1.5 text-11 text-ink-3">
    <i className="size-[7px] rounded-full bg-[var(--bad-fill)]" />
    fail with it
    <i className="ml-1 size-[7px] rounded-full border-[1.5px] border-ink-3" />
    without it
  </span>
);

function TraitRow({
  trait,
  filter,
  onChoose,
}: {
  trait: Trait;
  filter: Filter | null;
  onChoose: (filter: Filter) => void;
}) {
  const also = trait.also.map(titleOfTrait).join(', ');
  const numbers = `${count(trait.failedCount)} of ${count(trait.runs)} runs with it failed, ${rate(trait.restFailureRate)} of the ${count(trait.restRuns)} others`;
  return (
    <button
      type="button"
      title={`${titleOfTrait(trait)}: ${numbers}.${also ? ` The same runs: ${also}.` : ''}`}
      className="grid h-[25px] w-full grid-cols-[minmax(0,1fr)_56px_112px] items-center gap-2.5 rounded-[4px] text-left text-12 enabled:hover:bg-bg-2"
      disabled={!filter}
      onClick={() => filter && onChoose(filter)}
    >
      <span className="truncate">
        <span className="text-ink-3">{nameOfField(trait.field)}</span>{' '}
        <span className="font-medium">{valueOfTrait(trait)}</span>
        {also && <span className="text-ink-3"> = {also}</span>}
      </span>
      <Dots failed={trait.failureRate} other={trait.restFailureRate} />
      <span className="text-right whitespace-nowrap">
        <span className="font-medium text-bad">{rate(trait.failureRate)}</span>
        <span className="text-11 text-ink-3">, others {rate(trait.restFailureRate)}</span>
      </span>
      <span className="sr-only">{numbers}.</span>
    </button>
  );
}

function Dots({ failed, other }: { failed: number; other: number }) {
  const x = linear(0, 1, 5, 51);
  return (
    <svg width="56" height="16" aria-hidden="true">
      <line
        x1={x(other)}
        x2={x(failed)}
        y1="8"
        y2="8"
        stroke="var(--bad-fill)"
        strokeWidth="2"
        opacity=".5"
      />
      <circle cx={x(other)} cy="8" r="3.5" fill="var(--bg-1)" stroke="var(--ink-3)" strokeWidth="1.5" />
      <circle cx={x(failed)} cy="8" r="4" fill="var(--bad-fill)" />
    </svg>
  );
}
