'use client';

import Link from 'next/link';
import type { NeedsYou, Rate, RibbonPoint } from '@/api/types';
import { Spark } from '@/charts/Ribbon';
import { count, latency, objective, percent, plural, roughly } from '@/format/numbers';
import { href } from '@/shell/address';
import { nameChange } from '@/ui/changes';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { When } from '@/ui/values';

/** The address behind the main action of a line. */
export function needAddress(need: NeedsYou): string {
  if (need.rule === 'slow') {
    return href('/executions', {
      agent: need.agent.id,
      minDurationMs: need.limitMs === null ? null : String(need.limitMs),
      from: need.since,
    });
  }
  if (need.rule === 'silent') return href('/executions', { agent: need.agent.id, from: '-30d' });
  return href('/executions', { agent: need.agent.id, failed: 'true', from: need.since });
}

export const mainAction = (need: NeedsYou) =>
  ({ below_objective: 'Show failed runs', slow: 'Show slow runs', silent: 'Show last runs' })[need.rule];

function Headline({ need }: { need: NeedsYou }) {
  if (need.rule === 'slow') {
    return (
      <>
        {need.agent.name} is slow
        {need.latencyP95Ms !== null && `: p95 ${latency(need.latencyP95Ms)}`}
        {need.limitMs !== null && `, limit ${latency(need.limitMs)}`}
      </>
    );
  }
  if (need.rule === 'silent') return <>{need.agent.name} went silent: no runs come in any more</>;
  const { windowFailed, windowExecutions, topError } = need;
  const most =
    topError?.type &&
    topError.type !== 'unspecified' &&
    `, ${count(topError.count)} of them with ${topError.type}${topError.action ? ` in ${topError.action}` : ''}`;
  return (
    <>
      {need.agent.name}
      {`: ${count(windowFailed)} of the last ${plural(windowExecutions, 'run')} failed${most || ''}`}
    </>
  );
}

function Explanation({ need, now }: { need: NeedsYou; now: number }) {
  return (
    <p className="text-12 text-ink-3">
      {need.rule === 'below_objective' && need.objective !== null
        ? `below its objective of ${objective(need.objective)} `
        : ''}
      {need.since ? (
        <>
          {'since '}
          <b className="font-medium text-ink-2">
            <When at={need.since} />
          </b>
          , {roughly(now - Date.parse(need.since))}
        </>
      ) : (
        'since when is not known'
      )}
      {need.newestChange && (
        <>
          {' · newest change: '}
          <b className="font-medium text-ink-2">{nameChange(need.newestChange)}</b>, first seen{' '}
          <When at={need.newestChange.at} />
        </>
      )}
    </p>
  );
}

const failedShare = (rate: Rate | null | undefined) =>
  rate?.value === null || rate?.value === undefined ? null : 1 - rate.value;

/** One small piece of evidence: the share that failed after and before, or the latency as it rose. */
function Evidence({ need, ribbon }: { need: NeedsYou; ribbon: RibbonPoint[] | null }) {
  if (need.rule === 'slow') {
    const values = (ribbon ?? []).map((p) => p.latencyP95Ms);
    const first = values.find((v) => v !== null);
    if (values.length < 3 || first === undefined || first === null) return null;
    return (
      <span className="flex items-center gap-2 text-11">
        <span className="text-ink-3">{latency(first)}</span>
        <Spark values={values} width={112} height={30} limit={need.limitMs} />
        <span className="font-semibold text-warn">
          {need.latencyP95Ms !== null && latency(need.latencyP95Ms)}
        </span>
      </span>
    );
  }
  const after = failedShare(need.newestChange?.after) ?? failedShare(need.observed);
  const before = failedShare(need.newestChange?.before);
  if (after === null) return null;
  const rows: [string, number, boolean][] = [[need.newestChange?.to || 'now', after, true]];
  if (before !== null) rows.push([`${need.newestChange?.from || 'before'}, 24 h`, before, false]);
  else if (need.objective !== null) rows.push(['allowed', 1 - need.objective, false]);
  return (
    <svg
      width="210"
      height="34"
      role="img"
      aria-label={rows.map(([name, share]) => `${name}: ${percent(share, 0)} failed`).join(', ')}
    >
      {rows.map(([name, share, bad], i) => (
        <g key={name} transform={`translate(0 ${i * 19})`}>
          <text x="0" y="11" style={{ fill: 'var(--ink-2)' }}>
            {name.length > 11 ? `${name.slice(0, 10)}…` : name}
          </text>
          <rect
            x="66"
            y="3"
            width={Math.max(2, share * 100)}
            height="9"
            rx="2"
            fill={bad ? 'var(--bad-fill)' : 'var(--edge)'}
          />
          <text
            x={70 + Math.max(2, share * 100)}
            y="11.5"
            style={bad ? { fill: 'var(--bad)', fontWeight: 600 } : undefined}
          >
            {percent(share, 0)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** The lines that need a person, worst first, each with its evidence and its next step. */
export function NeedsYouList({
  needs,
  ribbons,
  now,
}: {
  needs: NeedsYou[];
  ribbons: Map<string, RibbonPoint[] | null>;
  now: number;
}) {
  return (
    <section className="panel flex-none" aria-label="Needs you">
      {needs.map((need, i) => {
        const change = need.newestChange;
        return (
          <div className="need" key={`${need.agent.id}-${need.rule}`}>
            <StatusGlyph
              kind={need.severity === 'failing' ? 'bad' : 'warn'}
              size={18}
              label={need.severity}
            />
            <div className="min-w-0">
              <div className="font-medium">
                <Headline need={need} />
              </div>
              <Explanation need={need} now={now} />
            </div>
            <div className="ev">
              <Evidence need={need} ribbon={ribbons.get(need.agent.id) ?? null} />
            </div>
            <div className="act">
              {change?.kind === 'prompt' && change.from && change.to && (
                <Link className="btn" href={href('/agent', { id: need.agent.id, by: 'promptVersion' })}>
                  Compare {change.to} and {change.from}
                </Link>
              )}
              <Link className={`btn ${i === 0 ? 'go' : ''}`} href={needAddress(need)}>
                {mainAction(need)}
                {i === 0 && <kbd>↵</kbd>}
              </Link>
            </div>
          </div>
        );
      })}
    </section>
  );
}
