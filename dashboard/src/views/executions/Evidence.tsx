'use client';

import { useChanges, type useFacets, type useHistogram } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { Agent } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { Histogram } from '@/charts/Histogram';
import { useAddress } from '@/shell/address';
import { usePreferences } from '@/shell/preferences';
import { useNarrow } from '@/ui/narrow';
import { Region } from '@/ui/states';
import type { Filter } from './filter/filters';
import { SharedTraits } from './SharedTraits';

/** Runs over time, and what the failed ones share; folded on small screens, where the runs come first. */
export function Evidence({
  histogram,
  facets,
  range,
  agent,
  agents,
  filters,
  onFilter,
}: {
  histogram: ReturnType<typeof useHistogram>;
  facets: ReturnType<typeof useFacets>;
  range: Range;
  agent: string | undefined;
  agents: Agent[];
  filters: Filter[];
  onFilter: (filter: Filter) => void;
}) {
  const { change } = useAddress();
  const { marks: showMarks } = usePreferences();
  const narrow = useNarrow();
  const changes = useChanges(range, agent, 20);
  const charts = (
    <div className="cols evidence grid flex-none gap-4">
      <section className="panel px-3.5 pt-2.5 pb-2 select-none" aria-label="Runs over time">
        <Region asked={histogram} what="The counts could not be read" rows={3}>
          {(data) => (
            <Histogram
              data={data}
              marks={
                showMarks
                  ? marksOf(changes.data?.items ?? [], Date.parse(data.from), Date.parse(data.to), !agent)
                  : []
              }
              onBrush={(from, to) => change({ from, to }, 'push')}
            />
          )}
        </Region>
      </section>
      <Region asked={facets} what="What failed runs share could not be read" rows={4} panel>
        {(data) => <SharedTraits facets={data} agents={agents} filters={filters} onChoose={onFilter} />}
      </Region>
    </div>
  );
  if (!narrow) return charts;
  return (
    <details className="flex-none">
      <summary className="cursor-pointer py-3 text-12 text-ink-2">
        Runs over time, and what failed runs share
      </summary>
      {charts}
    </details>
  );
}
