'use client';

import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { useStops } from '@/api/govern';
import { useStatus } from '@/api/queries';
import type { Range } from '@/api/time-range';
import { zoneName } from '@/format/time';
import { Icon } from '@/ui/icons';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { useZone } from '@/ui/values';
import { href } from './address';
import { Freshness } from './Freshness';
import { followersText } from './followers';
import { serverNow } from './freshness';
import { useHydrated } from './hydrated';
import { PersonButton } from './PersonButton';
import { setPreferences, usePreferences } from './preferences';
import { stopText } from './stopped';
import { TimeRange } from './TimeRange';

/** Said on every page of an organization whose agents are made up. */
export function SimulatedMark() {
  const status = useStatus();
  const hydrated = useHydrated();
  return hydrated && status.data?.organization.simulated ? <SimulatedPill /> : null;
}

export function SimulatedPill() {
  return (
    <span className="pill acc" title="The agents of this organization and their traffic are simulated.">
      Simulated
    </span>
  );
}

/** Said on every page while what follows the telemetry (numbers, search) stands still or is behind. */
export function FollowersMark() {
  const status = useStatus();
  const text = useHydrated() ? followersText(status.data?.consumers ?? []) : null;
  return text ? (
    <span className="pill bad" role="status" title={text.why}>
      {text.what}
    </span>
  ) : null;
}

/** Said on every page while an agent, or the fleet, is stopped. */
export function StoppedMark() {
  const stops = useStops().data;
  const text = useHydrated() && stops ? stopText(stops) : null;
  return text ? (
    <Link className="pill hover:bg-bg-3" href={href('/approvals')} title={text.why} aria-label={text.what}>
      <StatusGlyph kind="stopped" size={12} />
      <span className="only-wide">{text.what}</span>
      <span className="narrow-inline">{text.short}</span>
    </Link>
  ) : null;
}

/** The zone of all times of the page, named once; a click turns to UTC and back. */
function ZoneMark() {
  const zone = useZone();
  const { utc } = usePreferences();
  if (!useHydrated()) return null;
  const name = zoneName(zone, serverNow());
  return (
    <button
      type="button"
      className="only-wide text-11 text-ink-3 hover:text-ink-1"
      title={utc ? 'Times in UTC; U shows your own zone' : `Times in ${zone}; U shows UTC`}
      aria-label={`Times in ${name}`}
      onClick={() => setPreferences({ utc: !utc })}
    >
      {name}
    </button>
  );
}

type Crumb = string | { name: string; href: string };
const nameOf = (crumb: Crumb) => (typeof crumb === 'string' ? crumb : crumb.name);

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  // On a small screen there is room for one: the way back where there is one, because the page names itself below.
  const back = crumbs.findLastIndex((crumb) => typeof crumb !== 'string');
  const wide = (i: number) => (i === (back < 0 ? crumbs.length - 1 : back) ? '' : 'only-wide');
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      {crumbs.map((crumb, i) => {
        const before = crumbs[i - 1];
        return (
          <Fragment key={nameOf(crumb)}>
            {before && <Icon name="right" size={12} className="only-wide" />}
            {i === crumbs.length - 1 ? (
              <b className={wide(i)} aria-current="page">
                {nameOf(crumb)}
              </b>
            ) : typeof crumb === 'string' ? (
              <span className="only-wide">{crumb}</span>
            ) : (
              <Link href={crumb.href} className={`hover:text-ink-1 ${wide(i)}`}>
                {i === back && <span className="narrow-inline">‹ </span>}
                {crumb.name}
              </Link>
            )}
          </Fragment>
        );
      })}
    </nav>
  );
}

/** The frame of one page: breadcrumb, freshness and time range on top, the page below. */
export function Page({
  crumbs,
  title,
  range,
  tools,
  fill,
  children,
}: {
  crumbs: (Crumb | null | undefined)[];
  /** What the tab of the browser says; the last crumb where nothing else tells two tabs apart. */
  title?: string;
  range?: Range;
  tools?: ReactNode;
  /** The page fills the window and its panels scroll, instead of the page. */
  fill?: boolean;
  children: ReactNode;
}) {
  const list = crumbs.filter((c) => c !== null && c !== undefined);
  const last = list.at(-1);
  return (
    <>
      <title>{`${title ?? (last ? nameOf(last) : 'Page')} · MetaAgent`}</title>
      <header className="top">
        <Crumbs crumbs={list} />
        <span className="flex-1" />
        {tools}
        <SimulatedMark />
        <StoppedMark />
        <FollowersMark />
        <Freshness />
        <ZoneMark />
        {range && <TimeRange range={range} />}
        <PersonButton small />
      </header>
      <div className="scroller" id="content" tabIndex={-1}>
        <div className={`page ${fill ? 'fill' : ''}`}>{children}</div>
      </div>
    </>
  );
}
