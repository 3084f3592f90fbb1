'use client';

import Link from 'next/link';
import type { AgentLatency, LatencyItem } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { duration, percent } from '@/format/numbers';
import { href } from '@/shell/address';
import { Icon } from '@/ui/icons';
import { EmptyState, Panel, Region } from '@/ui/states';
import { Unknown } from '@/ui/values';

/** A change of a quantile by less than this part is not told: it may be chance. */
const TOLD = 0.1;
const MOST = 8;

function Before({ item }: { item: LatencyItem }) {
  const before = item.previous?.p95Ms ?? null;
  if (before === null || item.p95Ms === null) return null;
  const grown = item.p95Ms / before;
  if (Math.abs(grown - 1) < TOLD) return <span className="text-ink-3 max-sm:block"> as before</span>;
  return (
    <span className={`max-sm:block ${grown > 1.3 ? 'text-warn' : 'text-ink-3'}`}>
      {' '}
      was {duration(before)}
    </span>
  );
}

function Row({ item, agent }: { item: LatencyItem; agent: string }) {
  const kind = kindOf(item.kind);
  // The agent among its own calls is what lies between them.
  const name = item.kind === 'agent' && item.name === agent ? 'between its calls' : item.name;
  return (
    <tr>
      <td>
        <span className="flex min-w-0 items-center gap-2">
          <span style={{ color: kind.hue }} title={kind.word}>
            <Icon name={kind.icon} size={14} />
          </span>
          {item.slowestExecutionId ? (
            <Link
              className="min-w-0 truncate font-mono text-12 hover:underline"
              href={href('/execution', { id: item.slowestExecutionId })}
              title={`${name}: its slowest run`}
            >
              {name}
            </Link>
          ) : (
            <code className="min-w-0 truncate">{name}</code>
          )}
        </span>
      </td>
      <td className="sm:w-[30%]">
        <span className="flex items-center gap-2">
          <i
            className="only-wide h-2 rounded-[2px]"
            style={{ width: `${Math.min(1, item.share) * 70}%`, minWidth: 2, background: kind.hue }}
          />
          <span className="text-12">{percent(Math.min(1, item.share), 0)}</span>
        </span>
      </td>
      <td className="r only-wide-cell text-ink-2">{item.callsPerExecution.toFixed(1)}</td>
      <td className="r text-12">
        {item.p95Ms === null ? (
          <Unknown why="no end seen" />
        ) : (
          <span className="font-medium text-13">{duration(item.p95Ms)}</span>
        )}
        <Before item={item} />
      </td>
    </tr>
  );
}

/** Where the time of the runs goes: which calls take it, and whether they took as long before. */
export function WhereTime({
  asked,
  agent,
  range,
}: {
  asked: { data: AgentLatency | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** The name of the agent whose time it is. */
  agent: string;
  range: string;
}) {
  return (
    <Panel title="Where the time goes" sub={`in ${range}, against the ${range} before`}>
      <Region asked={asked} what="The times could not be read" rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No call in this range">
              The calls that take most of the time appear here.
            </EmptyState>
          ) : (
            <table className="plain fixed-first">
              <thead>
                <tr>
                  <th>Call</th>
                  <th>Share</th>
                  <th className="r only-wide-cell">Per run</th>
                  <th className="r">p95</th>
                </tr>
              </thead>
              <tbody>
                {items.slice(0, MOST).map((item) => (
                  <Row key={`${item.kind}-${item.name}`} item={item} agent={agent} />
                ))}
              </tbody>
            </table>
          )
        }
      </Region>
    </Panel>
  );
}
