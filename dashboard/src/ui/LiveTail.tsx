'use client';

import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { useTail } from '@/api/queries';
import type { Action } from '@/api/types';
import { useLiveTail } from '@/api/use-live';
import { duration, plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { usePaused } from '@/shell/freshness';
import { Icon } from './icons';
import { Pills } from './Pseudonyms';
import { StatusGlyph } from './StatusGlyph';
import { EmptyState, Panel, Region } from './states';
import { tailRows, tailWords } from './tail';
import { When } from './values';

/** More are asked for than are shown: some are left out. */
const ASKED = 4;

/** What a row shows of an action. */
function TailRow({ action }: { action: Action }) {
  return (
    <li>
      <Link
        href={href('/execution', { id: action.executionId, action: action.spanId })}
        className="grid h-[25px] grid-cols-[54px_14px_minmax(0,1fr)_52px] sm:grid-cols-[54px_14px_minmax(0,112px)_minmax(0,1fr)_52px] items-center gap-2.5 px-3.5 hover:bg-bg-2"
      >
        <span className="text-ink-3">
          <When at={action.startedAt} as="seconds" />
        </span>
        <StatusGlyph
          kind={action.status === 'error' ? 'bad' : action.status === 'ok' ? 'ok' : 'unknown'}
          size={12}
          label={action.status}
        />
        <span className="only-wide truncate text-ink-2">{action.agent?.name}</span>
        <span className="truncate">
          <span className="narrow-inline text-ink-2">{action.agent?.name} </span>
          <code className={`text-11 ${action.status === 'error' ? 'text-bad' : 'text-ink-3'}`}>
            <Pills text={tailWords(action)} />
          </code>
        </span>
        <span className="text-right text-ink-3">
          {action.durationMs === null ? '–' : duration(action.durationMs)}
        </span>
      </Link>
    </li>
  );
}

/**
 * The newest actions of all agents, pushed as they arrive, or polled while there is no live connection. Nothing moves while
 * somebody points at it or paused it.
 */
export function LiveTail({
  rate,
  rows = 14,
  className,
}: {
  rate: number | null;
  rows?: number;
  className?: string;
}) {
  const [paused, setPaused] = useState(false);
  const [failedOnly, setFailedOnly] = useState(false);
  const [pointed, setPointed] = useState(false);
  const stopped = usePaused() || paused;
  const status = failedOnly ? 'error' : undefined;
  const pushed = useLiveTail(rows * ASKED, !stopped, status ? { status } : {});
  const polled = useTail({ from: '-1h', to: null }, rows * ASKED, stopped || pushed ? 0 : 2_000, status);
  const told = pushed ?? (polled.data ? { items: polled.data.items, more: 0, gap: false } : null);
  const now = useMemo(() => told && { ...told, items: tailRows(told.items, rows) }, [told, rows]);
  const held = useRef<typeof now>(null);
  if (!(pointed || stopped) || !held.current) held.current = now;
  const shown = held.current;
  const waiting = shown && now && shown !== now ? newer(now.items, shown.items) : 0;
  return (
    <Panel
      title="Live tail"
      className={className}
      sub={rate !== null && <span className="only-wide">{rate.toFixed(1)} actions / s</span>}
      tools={
        <>
          <button
            type="button"
            className="btn sm quiet"
            aria-pressed={failedOnly}
            onClick={() => {
              held.current = null;
              setFailedOnly(!failedOnly);
            }}
          >
            Failed only
          </button>
          <button
            type="button"
            className="btn sm quiet -mr-2"
            aria-pressed={paused}
            onClick={() => setPaused(!paused)}
          >
            <Icon name={paused ? 'play' : 'pause'} size={14} />
            {paused ? 'Resume' : 'Pause'}
          </button>
        </>
      }
    >
      <div
        className="relative min-h-0"
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={() => setPointed(true)}
        onBlur={() => setPointed(false)}
      >
        <Region
          asked={{ ...polled, data: shown ?? undefined }}
          what="The tail could not be read"
          rows={rows}
          height={25}
          head={6}
          foot={6}
        >
          {({ items, more, gap }) =>
            items.length === 0 ? (
              <EmptyState
                title={failedOnly ? 'No failed action in the last hour' : 'No action in the last hour'}
              >
                The newest appear here as they are stored.
              </EmptyState>
            ) : (
              <>
                <ul className="py-1.5 text-12">
                  {items.map((action) => (
                    <TailRow key={action.id} action={action} />
                  ))}
                </ul>
                {(more > 0 || gap) && (
                  <p className="px-3.5 pb-2 text-11 text-ink-3">
                    {gap && 'The connection was interrupted; what arrived meanwhile is in Executions. '}
                    {more > 0 && `${plural(more, 'more action')} not shown`}
                  </p>
                )}
              </>
            )
          }
        </Region>
        {waiting > 0 && (
          <span className="btn sm pointer-events-none absolute right-3 top-1.5">{waiting} newer</span>
        )}
      </div>
    </Panel>
  );
}

const newer = (now: Action[], shown: Action[]) => {
  const known = new Set(shown.map((action) => action.id));
  return now.filter((action) => !known.has(action.id)).length;
};
