'use client';

import { useChanges, type useFacets, type useHistogram } from '@/api/queries';
import type { Agent } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { Histogram } from '@/charts/Histogram';
import { useAddress, useRange } from '@/shell/address';
import { usePreferences } from '@/shell/preferences';
import { Region } from '@/ui/states';
import type { Filter } from './filters';
import { SharedTraits } from './SharedTraits';

/** Runs over time, and what the failed ones share. */
export function Evidence({
  histogram,
  facets,
  agent,
  agents,
  onFilter,
}: {
  histogram: ReturnType<typeof useHistogram>;
  facets: ReturnType<typeof useFacets>;
  agent: string | undefined;
  agents: Agent[];
  onFilter: (filter: Filter) => void;
}) {
  const { change } = useAddress();
  const { marks: showMarks } = usePreferences();
  const range = useRange('-24h');
  const changes = useChanges(range, agent, 20);
  return (
    <div className="cols grid flex-none grid-cols-[minmax(0,1fr)_400px] gap-4">
      <section className="panel px-3.5 pt-2.5 pb-2" aria-label="Runs over time">
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
        {(data) => <SharedTraits facets={data} agents={agents} onChoose={onFilter} />}
      </Region>
    </div>
  );
}
