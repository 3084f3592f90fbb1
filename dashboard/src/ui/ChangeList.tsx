'use client';

import Link from 'next/link';
import type { Change } from '@/api/types';
import { plural } from '@/format/numbers';
import { href } from '@/shell/address';
import { changeParts, compareAddress, describeChange, linesOf } from './changes';
import { Points, Unknown, When } from './values';

/** What changed: where there is no room for all of it, the old value is cut and the new one stays. */
function ChangeWords({ change }: { change: Change }) {
  const { before, after } = changeParts(change);
  return (
    <span className="min-w-0 text-ink-2 sm:flex" title={describeChange(change)}>
      <span className="min-w-[3ch] sm:truncate">{before}</span>
      {after && (
        <span className="sm:max-w-[calc(100%-3ch)] sm:flex-none sm:truncate sm:whitespace-pre">
          {' '}
          → {after}
        </span>
      )}
    </span>
  );
}

function Row({ change, withAgent }: { change: Change; withAgent: boolean }) {
  const compare = compareAddress(change);
  const words = <ChangeWords change={change} />;
  return (
    <li className="change-row">
      <span className="text-12 text-ink-3">
        <When at={change.at} />
      </span>
      <span className="flex min-w-0 flex-col sm:flex-row sm:gap-3">
        {withAgent && (
          <Link
            className="flex-none truncate font-medium hover:underline max-sm:py-0.5 sm:w-[34%] sm:max-w-[190px]"
            href={href('/agent', { id: change.agent.id })}
            title={change.agent.name}
          >
            {change.agent.name}
          </Link>
        )}
        {compare ? (
          <Link className="min-w-0 hover:underline max-sm:py-0.5" href={compare}>
            {words}
          </Link>
        ) : (
          words
        )}
      </span>
      <span className="col-start-2 text-12 sm:col-start-3 sm:text-right">
        {change.difference ? (
          <Points difference={change.difference} />
        ) : (
          <Unknown why="too few runs before or after to compare" short="too few runs" />
        )}
      </span>
    </li>
  );
}

/** Agents that were seen for the first time, as one line from the first of them on. */
function FirstSeen({ changes, withAgent }: { changes: Change[]; withAgent: boolean }) {
  const first = changes.at(-1);
  if (!first) return null;
  return (
    <li className="change-row">
      <span className="text-12 text-ink-3">
        <When at={first.at} />
      </span>
      <span className="min-w-0 py-1 text-ink-2">
        {withAgent
          ? `${changes.length === 1 ? 'Agent' : plural(changes.length, 'agent')} first seen: `
          : describeChange(first)}
        {withAgent &&
          changes.map((change, i) => (
            <span key={change.agent.id}>
              {i > 0 && ', '}
              <Link className="hover:underline" href={href('/agent', { id: change.agent.id })}>
                {change.agent.name}
              </Link>
            </span>
          ))}
      </span>
      <span className="col-start-2 text-12 text-ink-3 sm:col-start-3 sm:text-right">new</span>
    </li>
  );
}

/** Changes seen in the telemetry, newest first, each with the success after it minus before it. */
export function ChangeList({
  changes,
  withAgent,
  limit = 100,
}: {
  changes: Change[];
  withAgent: boolean;
  limit?: number;
}) {
  return (
    <ul className="py-1">
      {linesOf(changes)
        .slice(0, limit)
        .map((line) => {
          const change = line[0] as Change;
          const key = `${change.at}-${change.agent.id}-${change.kind}-${change.to}`;
          return change.kind === 'first_seen' ? (
            <FirstSeen key={key} changes={line} withAgent={withAgent} />
          ) : (
            <Row key={key} change={change} withAgent={withAgent} />
          );
        })}
    </ul>
  );
}
