'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Difference, Rate, Usd } from '@/api/types';
import * as N from '@/format/numbers';
import * as W from '@/format/time';
import { serverNow } from '@/shell/freshness';

/** The zones of a page: times in the browser's, days and periods in the organization's. */
export const ZoneContext = createContext({ times: 'UTC', days: 'UTC' });
/** The zone in which the page writes its times. */
export const useZone = () => useContext(ZoneContext).times;
/** The zone in which days begin and end: that of the organization, for everybody the same. */
export const useDayZone = () => useContext(ZoneContext).days;

/** Times for an axis, about `wanted` of them; whole days begin where the organization's do. */
export function useTimeTicks(from: number, to: number, wanted: number) {
  return W.timeTicks(from, to, wanted, useZone(), useDayZone());
}

/** A number that is not known, with the reason in place of the number. */
export function Unknown({ why, short }: { why: string; short?: string }) {
  return (
    <span className="text-ink-3" title={why}>
      {N.UNKNOWN}
      {short ? <span className="text-11"> {short}</span> : <span className="sr-only"> {why}</span>}
    </span>
  );
}

/** A rate with its confidence interval: the half width in cells, the bounds where there is space. */
export function Interval({
  rate,
  form = 'half',
  tone,
}: {
  rate: Rate | null | undefined;
  form?: 'half' | 'bounds';
  tone?: 'bad' | 'warn';
}) {
  if (!rate) return <Unknown why="no runs" />;
  if (rate.value === null || rate.low === null || rate.high === null || rate.n < N.MIN_RUNS) {
    const short = rate.n === 0 ? 'no runs' : `${rate.n} of ${N.MIN_RUNS} runs`;
    return (
      <Unknown why={`${N.plural(rate.n, 'run')} with an outcome; a rate needs ${N.MIN_RUNS}`} short={short} />
    );
  }
  const detail = `${N.percent(rate.value)}, 95 % interval ${N.bounds(rate.low, rate.high)}, ${N.plural(rate.n, 'run')}`;
  return (
    <span className="whitespace-nowrap" title={detail}>
      <span className={tone ? `text-${tone} font-semibold` : 'font-medium'}>{N.percent(rate.value)}</span>{' '}
      <span className="ci text-11">
        {form === 'half' ? N.halfWidth(rate.low, rate.high) : N.bounds(rate.low, rate.high)}
      </span>
      <span className="sr-only"> of {N.plural(rate.n, 'run')}</span>
    </span>
  );
}

/** A difference of two rates, in points, with its interval; coloured only when zero is outside. */
export function Points({ difference }: { difference: Difference }) {
  const tone =
    difference.high < 0 ? 'text-bad font-medium' : difference.low > 0 ? 'text-ok font-medium' : 'text-ink-3';
  return (
    <span className={`whitespace-nowrap ${tone}`}>
      {N.points(difference.value)}{' '}
      <span className="ci text-11">{N.signedBounds(difference.low, difference.high)}</span>
    </span>
  );
}

export function Money({
  usd,
  as = 'run',
  why = 'price unknown',
}: {
  usd: Usd | null | undefined;
  as?: 'run' | 'sum' | 'ledger';
  why?: string;
}) {
  if (usd === null || usd === undefined) return <Unknown why={why} />;
  const write = as === 'run' ? N.moneyPerRun : as === 'sum' ? N.moneySum : N.moneyLedger;
  return <span title={`$${usd}`}>{write(usd)}</span>;
}

export function Duration({ ms, why = 'no end seen' }: { ms: number | null | undefined; why?: string }) {
  return ms === null || ms === undefined ? <Unknown why={why} /> : N.duration(ms);
}

export function Count({ n, why = 'not sent' }: { n: number | null | undefined; why?: string }) {
  return n === null || n === undefined ? <Unknown why={why} /> : N.count(n);
}

export function TokenCount({ n }: { n: number | null | undefined }) {
  return n === null || n === undefined ? <Unknown why="tokens not sent" /> : N.tokens(n);
}

const WRITE = {
  clock: (t: W.Instantish, zone: string) => W.clock(t, zone),
  seconds: (t: W.Instantish, zone: string) => W.clockSeconds(t, zone),
  stamp: (t: W.Instantish, zone: string) => W.stamp(t, zone, serverNow()),
  since: (t: W.Instantish, zone: string) => W.since(t, zone, serverNow()),
};

/** A time; a hover shows all of it, with the zone. */
export function When({ at, as = 'since' }: { at: string; as?: keyof typeof WRITE }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={W.full(at, zone)} className="whitespace-nowrap" suppressHydrationWarning>
      {WRITE[as](at, zone)}
    </time>
  );
}

/** How long ago, for freshness only. */
export function Ago({ at, now }: { at: string; now: number }) {
  const zone = useZone();
  const ms = Math.max(0, now - Date.parse(at));
  return (
    <time dateTime={at} title={W.full(at, zone)} className="whitespace-nowrap">
      {N.roughly(ms)}
    </time>
  );
}

/** The one or two sentences that answer the question of a page. */
export function Answer({
  children,
  sub,
  actions,
}: {
  children: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-100 flex-col gap-0.5">
        <h1 className="answer">{children}</h1>
        {sub && <div className="sub">{sub}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** A strip of labelled facts; those that are not known are left out. */
export function Facts({
  facts,
}: {
  facts: [label: string, value: ReactNode | null | undefined, title?: string][];
}) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([label, value, title]) => (
          <div className="fact" key={label}>
            <dt>{label}</dt>
            <dd title={title}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd>{children}</kbd>;
}
