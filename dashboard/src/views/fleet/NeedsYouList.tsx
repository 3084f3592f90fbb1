'use client';

import Link from 'next/link';
import { Fragment } from 'react';
import type { NeedsYou, RibbonPoint } from '@/api/types';
import { Spark } from '@/charts/Ribbon';
import { latency, percent, roughly } from '@/format/numbers';
import { compareAddress, nameChange } from '@/ui/changes';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { When } from '@/ui/values';
import { failedShare, mainAction, needAddress, target, whatIsWrong } from './needs';
import { SlowCause } from './SlowCause';

function Headline({ need }: { need: NeedsYou }) {
  const verb = { below_objective: '', slow: ' is slow', silent: ' went silent' }[need.rule];
  const what = whatIsWrong(need);
  return (
    <>
      {need.agent.name}
      {verb}
      {what && `: ${what}`}
    </>
  );
}

function Explanation({ need, now }: { need: NeedsYou; now: number }) {
  return (
    <p className="text-12 text-ink-3">
      {target(need)}{' '}
      {need.since ? (
        <>
          since{' '}
          <b className="font-medium text-ink-2">
            <When at={need.since} />
          </b>
          , {roughly(Math.max(0, now - Date.parse(need.since)))}
        </>
      ) : (
        'since when is not known'
      )}
      {need.slowest && (
        <>
          {' · '}
          <SlowCause need={need} />
        </>
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

function SlowEvidence({ need, ribbon }: { need: NeedsYou; ribbon: RibbonPoint[] | null }) {
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

/** One small piece of evidence: the share that failed after and before, or the latency as it rose. */
function Evidence({ need, ribbon }: { need: NeedsYou; ribbon: RibbonPoint[] | null }) {
  if (need.rule === 'slow') return <SlowEvidence need={need} ribbon={ribbon} />;
  const after = failedShare(need.newestChange?.after) ?? failedShare(need.observed);
  const before = failedShare(need.newestChange?.before);
  if (after === null) return null;
  const rows: [name: string, share: number, bad: boolean][] = [[need.newestChange?.to || 'now', after, true]];
  if (before !== null) rows.push([`${need.newestChange?.from || 'before'}, 24 h`, before, false]);
  else if (need.objective !== null) rows.push(['allowed', 1 - need.objective, false]);
  return (
    <div
      className="grid grid-cols-[minmax(0,max-content)_1fr] items-center gap-x-3 text-11"
      role="img"
      aria-label={rows.map(([name, share]) => `${name}: ${percent(share, 0)} failed`).join(', ')}
    >
      {rows.map(([name, share, bad]) => (
        <Fragment key={name}>
          <span className="truncate text-ink-2" title={name}>
            {name}
          </span>
          <span className="flex items-center gap-1.5">
            <i
              className={`h-2 rounded-[2px] ${bad ? 'bg-[var(--bad-fill)]' : 'bg-edge'}`}
              style={{ width: Math.max(2, share * 84) }}
            />
            <span className={bad ? 'font-semibold text-bad' : 'text-ink-3'}>{percent(share, 0)}</span>
          </span>
        </Fragment>
      ))}
    </div>
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
        const compare = change && compareAddress(change);
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
              {compare && need.rule === 'below_objective' && (
                <Link
                  className="btn min-w-0 shrink"
                  href={compare}
                  title={`Compare ${change.to} and ${change.from}`}
                >
                  <span className="truncate">
                    Compare {change.to} and {change.from}
                  </span>
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
