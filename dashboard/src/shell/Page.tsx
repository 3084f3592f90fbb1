'use client';

import Link from 'next/link';
import { Fragment, type ReactNode, useEffect } from 'react';
import { useStatus } from '@/api/queries';
import type { Range } from '@/api/time-range';
import { Icon } from '@/ui/icons';
import { Freshness } from './Freshness';
import { followersText } from './followers';
import { useHydrated } from './hydrated';
import { PersonButton } from './PersonButton';
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

/** The frame of one page: breadcrumb, freshness and time range on top, the page below. */
export function Page({
  crumbs,
  range,
  tools,
  fill,
  children,
}: {
  crumbs: (string | { name: string; href: string } | null | undefined)[];
  range?: Range;
  tools?: ReactNode;
  /** The page fills the window and its panels scroll, instead of the page. */
  fill?: boolean;
  children: ReactNode;
}) {
  const list = crumbs.filter((c) => c !== null && c !== undefined);
  const last = list.at(-1);
  const title = typeof last === 'string' ? last : last?.name;
  useEffect(() => {
    if (title) document.title = `${title} · MetaAgent`;
  }, [title]);
  return (
    <>
      <header className="top">
        <nav className="crumbs" aria-label="Breadcrumb">
          {list.map((crumb, i) => {
            const name = typeof crumb === 'string' ? crumb : crumb.name;
            const here = i === list.length - 1;
            return (
              <Fragment key={name}>
                {i > 0 && (
                  <Icon
                    name="right"
                    size={12}
                    className={typeof list[i - 1] === 'string' ? 'only-wide' : undefined}
                  />
                )}
                {here || typeof crumb === 'string' ? (
                  here ? (
                    <b aria-current="page">{name}</b>
                  ) : (
                    <span className="only-wide">{name}</span>
                  )
                ) : (
                  <Link href={crumb.href} className="hover:text-ink-1">
                    {name}
                  </Link>
                )}
              </Fragment>
            );
          })}
        </nav>
        <span className="flex-1" />
        {tools}
        <SimulatedMark />
        <FollowersMark />
        <Freshness />
        {range && <TimeRange range={range} />}
        <PersonButton small />
      </header>
      <div className="scroller" id="content" tabIndex={0}>
        <div className={`page ${fill ? 'fill' : ''}`}>{children}</div>
      </div>
    </>
  );
}
