'use client';

import Link from 'next/link';
import type { Change } from '@/api/types';
import { href } from '@/shell/address';
import { describeChange } from './changes';
import { Points, Unknown, When } from './values';

/** Changes seen in the telemetry, each with the success after it minus before it. */
export function ChangeList({ changes, withAgent }: { changes: Change[]; withAgent: boolean }) {
  return (
    <ul className="py-1">
      {changes.map((change) => (
        <li
          key={`${change.at}-${change.agent.id}-${change.kind}-${change.to}`}
          className="grid min-h-[33px] grid-cols-[72px_minmax(0,1fr)] items-baseline gap-x-3 px-3.5 py-2 sm:items-center sm:py-0 sm:grid-cols-[72px_minmax(0,1fr)_164px]"
        >
          <span className="text-12 text-ink-3">
            <When at={change.at} />
          </span>
          <span className="flex min-w-0 flex-col sm:flex-row sm:gap-3">
            {withAgent && (
              <Link
                className="flex-none sm:w-[34%] sm:max-w-[190px] truncate font-medium hover:underline"
                href={href('/agent', { id: change.agent.id })}
                title={change.agent.name}
              >
                {change.agent.name}
              </Link>
            )}
            <span className="truncate text-ink-2" title={describeChange(change)}>
              {describeChange(change)}
            </span>
          </span>
          <span className="col-start-2 text-12 sm:col-start-3 sm:text-right">
            {change.kind === 'first_seen' ? (
              <span className="text-ink-3">new</span>
            ) : change.difference ? (
              <Points difference={change.difference} />
            ) : (
              <Unknown why="too few runs before or after to compare" short="too few runs" />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
