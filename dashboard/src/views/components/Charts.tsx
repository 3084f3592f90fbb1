'use client';

import { useState } from 'react';
import { marksOf } from '@/charts/ChangeMarks';
import { ForestRow } from '@/charts/ForestRow';
import { Histogram } from '@/charts/Histogram';
import { Neighbours } from '@/charts/Neighbours';
import { Ribbon, ribbonWindows, Spark } from '@/charts/Ribbon';
import { TimeChart } from '@/charts/TimeChart';
import { percent } from '@/format/numbers';
import { wilson } from '@/format/statistics';
import { ChangeList } from '@/ui/ChangeList';
import { Panel } from '@/ui/states';
import { Interval } from '@/ui/values';
import { SharedTraits } from '../executions/SharedTraits';
import { Sample } from './Sample';
import * as S from './samples';

export default function Charts() {
  const [pointer, setPointer] = useState<number | null>(null);
  const marks = marksOf(S.CHANGES, S.START, S.END, true);
  const failing = S.ribbonOf('failing');
  return (
    <>
      <Panel title="Ribbon and spark">
        {(['steady', 'failing', 'gaps'] as const).map((kind) => (
          <Sample key={kind} name={kind}>
            <Ribbon
              windows={ribbonWindows(
                S.ribbonOf(kind),
                { from: S.START, to: S.END },
                kind === 'failing' ? S.START + 61 * 300_000 : null,
              )}
              from={S.START}
              to={S.END}
              width={260}
              height={46}
              floor={0.5}
              objective={0.98}
              badFrom={kind === 'failing' ? S.START + 61 * 300_000 : null}
            />
            <Spark
              values={S.ribbonOf(kind).map((p) => p.latencyP95Ms)}
              width={64}
              height={22}
              limit={kind === 'failing' ? 4500 : null}
            />
          </Sample>
        ))}
      </Panel>
      <Panel label="TimeChart">
        <TimeChart
          title="TimeChart"
          sub="band, objective, mark, crosshair"
          value={<Interval rate={wilson(61, 83)} tone="bad" form="bounds" />}
          label="Success over time, a sample"
          rate={ribbonWindows(
            failing.filter((_, i) => i <= 30 || i >= 38),
            { from: S.START, to: S.END },
            S.START + 61 * 300_000,
          )}
          from={S.START}
          to={S.END}
          domain={[0.5, 1]}
          ticks={[0.5, 0.75, 1]}
          format={(v) => percent(v, 0)}
          objective={0.98}
          marks={marks}
          showMarkLabels
          showAxis
          badFrom={S.START + 61 * 300_000}
          height={170}
          pointer={pointer}
          onPointer={setPointer}
        />
      </Panel>
      <Panel title="Histogram" className="flex flex-col">
        <div className="pad">
          <Histogram data={S.HISTOGRAM} marks={marks} onBrush={() => undefined} />
        </div>
      </Panel>
      <SharedTraits facets={S.FACETS} agents={[]} filters={[]} onChoose={() => undefined} />
      <Panel title="ForestRow">
        <Sample name="below">
          <ForestRow rate={wilson(61, 83)} from={0.5} objective={0.98} bad />
        </Sample>
        <Sample name="inside">
          <ForestRow rate={wilson(1127, 1148)} from={0.5} objective={0.98} bad={false} />
        </Sample>
      </Panel>
      <Panel title="Neighbours">
        <Neighbours data={S.DEPENDENCIES} agent="a" />
      </Panel>
      <Panel title="Changes">
        <ChangeList changes={S.CHANGES} withAgent />
      </Panel>
    </>
  );
}
