'use client';

import type { ReactNode } from 'react';
import type { Range } from '@/api/time-range';
import type { Histogram as HistogramData } from '@/api/types';
import { bounds, count, latency, MIN_RUNS, percent } from '@/format/numbers';
import { Answer, Money, When } from '@/ui/values';
import { subjectOf } from './words';

/** The query as a sentence, with its count and its interval. */
export function Heading({
  histogram,
  agent,
  range,
  span,
  chosenByOutcome,
  actions,
}: {
  histogram: HistogramData | undefined;
  agent: string | null;
  range: Range;
  span: string;
  /** The filter chooses runs by how they ended: a rate of success would say nothing. */
  chosenByOutcome: boolean;
  actions: ReactNode;
}) {
  if (!histogram) return <h1 className="answer q">Executions</h1>;
  const { failed, unknown, successRate: rate } = histogram;
  const known = rate.value !== null && rate.low !== null && rate.high !== null && rate.n >= MIN_RUNS;
  return (
    <Answer
      actions={actions}
      sub={
        <>
          {histogram.total === 0 ? (
            'success – no runs'
          ) : chosenByOutcome ? (
            'success – not shown, the filter chooses by outcome'
          ) : known ? (
            <>
              success <b>{percent(rate.value ?? 0)}</b> ({bounds(rate.low ?? 0, rate.high ?? 0)})
            </>
          ) : (
            <>
              success – {rate.n} of {MIN_RUNS} runs needed for a rate
            </>
          )}
          {' · '}
          <b>
            <Money usd={histogram.costUsd} as="sum" why="price of the models unknown" />
          </b>
          {histogram.latencyP95Ms !== null && (
            <>
              {' · p95 '}
              <b>{latency(histogram.latencyP95Ms)}</b>
            </>
          )}
          {!histogram.complete && histogram.scannedTo && (
            <>
              {' · counted back to '}
              <When at={histogram.scannedTo} />
            </>
          )}
          {range.to !== null && ' · this range has an end'}
        </>
      }
    >
      {subjectOf(histogram, agent, span)}.{' '}
      {failed > 0 && <span className="text-bad">{count(failed)} failed</span>}
      {failed === 0 && histogram.total > 0 && <span className="q">None failed</span>}
      {unknown > 0 && `, ${count(unknown)} ${unknown === 1 ? 'outcome' : 'outcomes'} not known yet`}
      {histogram.total > 0 && '.'}
    </Answer>
  );
}
