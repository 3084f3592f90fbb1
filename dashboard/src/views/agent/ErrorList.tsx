import Link from 'next/link';
import type { Agent, MetricPoint } from '@/api/types';
import { count } from '@/format/numbers';
import { href } from '@/shell/address';
import { Panel } from '@/ui/states';
import { errorRows } from './errors';

/** The errors of the last hour, and whether they are new. */
export function ErrorList({ agent, points, now }: { agent: Agent; points: MetricPoint[]; now: number }) {
  const errors = errorRows(agent, points, now);
  const most = Math.max(1, ...errors.map((e) => e.count));
  return (
    <Panel
      title="Errors"
      sub="in the last hour"
      tools={
        errors.length > 0 && (
          <Link
            className="link text-12"
            href={href('/executions', { agent: agent.id, failed: 'true', from: '-1h' })}
          >
            Failed runs
          </Link>
        )
      }
    >
      {errors.length === 0 ? (
        <p className="pad text-12 text-ink-3">No error in the last hour.</p>
      ) : (
        <ul className="py-1.5">
          {errors.slice(0, 8).map((error) => (
            <li key={error.type}>
              <Link
                className="grid h-7 grid-cols-[minmax(0,1fr)_40px_92px] items-center gap-3 px-3.5 hover:bg-bg-2 sm:grid-cols-[minmax(0,1.4fr)_minmax(40px,1fr)_40px_92px]"
                href={href('/executions', { agent: agent.id, errorType: error.type, from: '-1h' })}
              >
                <code className="truncate text-bad" title={error.type}>
                  {error.type}
                </code>
                <span
                  className="only-wide h-2 rounded-[2px] bg-[var(--bad-fill)]"
                  style={{ width: `${(error.count / most) * 100}%` }}
                />
                <span className="text-right font-semibold">{count(error.count)}</span>
                <span
                  className={`text-right text-12 ${error.usual === 'as usual' ? 'text-ink-3' : 'text-ink-2'}`}
                >
                  {error.usual}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
