'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Agent, Histogram } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { bounds, latency, MIN_RUNS, percent, plural } from '@/format/numbers';
import { Answer, Money, When } from '@/ui/values';
import { type Filter, phraseOf } from './filter/filters';
import { sentenceOf } from './words';

/** The query as a sentence, with its count and its interval. */
export function Heading({
  histogram,
  base,
  filters,
  agents,
  span,
  costHref,
  actions,
}: {
  histogram: Histogram | undefined;
  /** The same runs however they ended. */
  base: Histogram | undefined;
  filters: Filter[];
  agents: Agent[];
  span: string;
  /** Where the cost is shown by agent. */
  costHref: string | null;
  actions: ReactNode;
}) {
  if (!histogram) return <Answer actions={actions}>Executions</Answer>;
  const { text, bad, quiet } = sentenceOf(histogram, base, filters, agents, span);
  return (
    <Answer
      actions={actions}
      sub={
        histogram.total > 0 && <Numbers histogram={histogram} rates={base ?? histogram} costHref={costHref} />
      }
    >
      {text} {bad && <span className="text-bad">{bad}</span>} {quiet && <span className="q">{quiet}</span>}
    </Answer>
  );
}

function Numbers({
  histogram,
  rates,
  costHref,
}: {
  histogram: Histogram;
  rates: Histogram;
  costHref: string | null;
}) {
  const { successRate: rate } = rates;
  const known = rate.value !== null && rate.low !== null && rate.high !== null && rate.n >= MIN_RUNS;
  const cost = <Money usd={histogram.costUsd} as="sum" why="no price known for the models" />;
  return (
    <>
      {known ? (
        <>
          success <b>{percent(rate.value ?? 0)}</b> ({bounds(rate.low ?? 0, rate.high ?? 0)})
        </>
      ) : (
        <>
          success – {rate.n} of {MIN_RUNS} runs needed for a rate
        </>
      )}
      {' · cost '}
      <b>
        {costHref ? (
          <Link href={costHref} className="link" title="Cost by agent, most expensive first">
            {cost}
          </Link>
        ) : (
          cost
        )}
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
    </>
  );
}

/** The same above actions, which know fewer conditions. */
export function ActionsHeading({
  kind,
  applied,
  ignored,
  agents,
  span,
}: {
  kind: string | null;
  applied: Filter[];
  ignored: Filter[];
  agents: Agent[];
  span: string;
}) {
  const what = kind ? `${kindOf(kind).word.replace(/^\w/, (c) => c.toUpperCase())} actions` : 'Actions';
  return (
    <Answer
      sub={
        ignored.length > 0 &&
        `${plural(ignored.length, 'filter')} not applied: ${ignored.length === 1 ? 'it works' : 'they work'} on runs only.`
      }
    >
      {what}
      {phraseOf(applied, agents)} {span}, <span className="q">newest first.</span>
    </Answer>
  );
}
