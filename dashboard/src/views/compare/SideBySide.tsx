'use client';

import type { ComparedSide, Comparison, Verdict } from '@/api/types';
import { DifferenceRow } from '@/charts/DifferenceRow';
import { MIN_RUNS, plural, signedBounds } from '@/format/numbers';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { Panel } from '@/ui/states';
import { Interval, Unknown } from '@/ui/values';
import { MEASURES, type Measure } from './measures';

const toneOf = (measure: Measure, verdict: Verdict): 'bad' | 'warn' | 'ok' | null =>
  verdict === 'unclear' ? null : verdict === 'better' ? 'ok' : measure.serious ? 'bad' : 'warn';

const GLYPHS: Record<'bad' | 'warn' | 'ok', Glyph> = { bad: 'bad', warn: 'warn', ok: 'better' };

function Value({ measure, side }: { measure: Measure; side: ComparedSide }) {
  if (measure.id === 'successRate') return <Interval rate={side.successRate} form="bounds" />;
  const estimate = measure.of(side);
  if (!estimate || estimate.value === null || estimate.low === null || estimate.high === null)
    return (
      <Unknown
        why={side.executions < MIN_RUNS ? 'too few runs' : 'not sent, or no price'}
        short={side.executions < MIN_RUNS ? `${side.executions} of ${MIN_RUNS} runs` : 'not known'}
      />
    );
  return (
    <span className="c-pair">
      <span className="font-medium">{measure.write(estimate.value)}</span>{' '}
      <span className="ci text-11">{`${measure.write(estimate.low)} – ${measure.write(estimate.high)}`}</span>
    </span>
  );
}

function VerdictCell({ measure, comparison }: { measure: Measure; comparison: Comparison }) {
  const verdict = comparison.verdicts[measure.id];
  const tone = toneOf(measure, verdict);
  const known = comparison.differences[measure.id] !== null;
  return (
    <span className={`flex items-center gap-2 ${tone ? `font-medium text-${tone}` : 'text-ink-3'}`}>
      <StatusGlyph kind={tone ? GLYPHS[tone] : known ? 'ok' : 'unknown'} size={14} />
      {!known ? 'not known' : verdict === 'unclear' ? 'no clear difference' : measure.words[verdict]}
    </span>
  );
}

function DifferenceCell({ measure, comparison }: { measure: Measure; comparison: Comparison }) {
  const difference = comparison.differences[measure.id];
  if (!difference) return <Unknown why={`fewer than ${MIN_RUNS} runs on one side`} short="too few runs" />;
  const tone = toneOf(measure, comparison.verdicts[measure.id]);
  return (
    <span className="c-pair">
      <span className={tone ? `font-medium text-${tone}` : 'font-medium'}>
        {measure.writeDifference(difference.value)}
      </span>{' '}
      <span className="ci text-11">
        {measure.id === 'successRate'
          ? signedBounds(difference.low, difference.high)
          : `${measure.writeDifference(difference.low)} to ${measure.writeDifference(difference.high)}`}
      </span>
    </span>
  );
}

/** The measures of two versions, the difference with its interval, and what it means. */
export function SideBySide({ comparison }: { comparison: Comparison }) {
  const { a, b } = comparison;
  return (
    <Panel
      title="Side by side"
      sub="95 % intervals; a difference is clear when its interval does not contain zero"
    >
      <div className="overflow-x-auto" role="region" aria-label="Measures side by side" tabIndex={0}>
        <table className="plain compare">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">
                {a.key}, {plural(a.executions, 'run')}
              </th>
              <th scope="col">
                {b.key}, {plural(b.executions, 'run')}
              </th>
              <th scope="col" className="c-chart">
                {b.key} minus {a.key}
              </th>
              <th scope="col">
                <span className="sr-only">
                  {b.key} minus {a.key}, with its interval
                </span>
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {MEASURES.map((measure) => (
              <tr key={measure.id}>
                <th scope="row">
                  {measure.name} <span className="c-note text-11 font-normal text-ink-3">{measure.note}</span>
                </th>
                <td data-head={a.key}>
                  <Value measure={measure} side={a} />
                </td>
                <td data-head={b.key}>
                  <Value measure={measure} side={b} />
                </td>
                <td className="c-chart">
                  <DifferenceRow
                    difference={comparison.differences[measure.id]}
                    tone={toneOf(measure, comparison.verdicts[measure.id])}
                  />
                </td>
                <td data-head="Difference">
                  <DifferenceCell measure={measure} comparison={comparison} />
                </td>
                <td data-head="Verdict">
                  <VerdictCell measure={measure} comparison={comparison} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
