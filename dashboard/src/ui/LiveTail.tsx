'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useTail } from '@/api/queries';
import { duration } from '@/format/numbers';
import { href } from '@/shell/address';
import { Icon } from './icons';
import { StatusGlyph } from './StatusGlyph';
import { EmptyState, Panel, Region } from './states';
import { When } from './values';

/** The newest actions of all agents; it pauses while somebody reads. */
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
  const tail = useTail({ from: '-1h', to: null }, rows, paused ? 0 : 2_000);
  return (
    <Panel
      title="Live tail"
      className={className}
      sub={rate === null ? undefined : `${rate.toFixed(1)} actions / s`}
      tools={
        <button
          type="button"
          className="btn sm quiet -mr-2"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          <Icon name={paused ? 'play' : 'pause'} size={14} />
          {paused ? 'Resume' : 'Pause'}
        </button>
      }
    >
      <Region asked={tail} what="The tail could not be read" rows={rows}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No action in the last hour">
              The newest appear here as they are stored.
            </EmptyState>
          ) : (
            <ul className="py-1.5 text-12">
              {items.map((action) => (
                <li key={`${action.executionId}-${action.spanId}`}>
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
                    <span className="only-wide truncate text-ink-2">{action.agent.name}</span>
                    <code
                      className={`truncate text-11 ${action.status === 'error' ? 'text-bad' : 'text-ink-3'}`}
                    >
                      {action.name}
                      {action.error?.message && `: ${action.error.message}`}
                    </code>
                    <span className="text-right text-ink-3">
                      {action.durationMs === null ? '–' : duration(action.durationMs)}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Region>
    </Panel>
  );
}
