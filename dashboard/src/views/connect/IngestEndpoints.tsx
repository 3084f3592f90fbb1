'use client';

import { useStatus } from '@/api/queries';
import type { Attempt, Connect } from '@/api/types';
import { count, plural } from '@/format/numbers';
import { Panel } from '@/ui/states';
import { When } from '@/ui/values';

const toneOf = (status: number) =>
  status < 300 ? 'text-ok' : status < 400 || status === 404 ? 'text-warn' : 'text-bad';

const THINGS: [path: RegExp, thing: string][] = [
  [/\/logs$/, 'log record'],
  [/\/executions$/, 'run'],
  [/\/outcomes$/, 'outcome'],
  [/\/webhooks\//, 'event'],
];

/** The result of an attempt, as a sentence. */
function said({ problem, path, spans, count: requests }: Attempt): string {
  if (problem) {
    const sentence = /[.!?]$/.test(problem) ? problem : `${problem}.`;
    return requests && requests > 1 ? `${count(requests)} times: ${sentence}` : sentence;
  }
  if (!spans) return 'Reachable.';
  const what = plural(spans, THINGS.find(([place]) => place.test(path))?.[1] ?? 'span');
  return requests && requests > 1 ? `${what} in ${plural(requests, 'request')}, stored.` : `${what} stored.`;
}

/** Each attempt to send telemetry, with its status and remedy. */
export function Attempts({ attempts }: { attempts: Attempt[] | null }) {
  const local = useStatus().data?.mode === 'local';
  return (
    <div className="border-t border-line">
      <div className="flex items-center px-3.5 pt-2.5 pb-1 text-12">
        <h2 className="font-semibold">Requests received</h2>
        <span className="flex-1" />
        <span className="text-ink-3">last 10 minutes</span>
      </div>
      {attempts === null && <p className="px-3.5 pb-3 text-12 text-ink-3">Shown to developers and admins.</p>}
      {attempts?.length === 0 && (
        <p className="px-3.5 pb-3 text-12 text-ink-3">
          No requests yet. Failed ones appear here, with how to fix them.
        </p>
      )}
      <ul className="max-h-[320px] overflow-auto">
        {attempts?.map((attempt) => (
          <li
            key={`${attempt.at}-${attempt.path}-${attempt.status}-${attempt.spans}`}
            className="grid grid-cols-[58px_34px_minmax(0,1fr)] gap-2.5 border-b border-line px-3.5 py-2 text-12 last:border-0"
          >
            <span className="text-ink-3">
              <When at={attempt.at} as="seconds" />
            </span>
            <span className={`font-semibold ${toneOf(attempt.status)}`}>{attempt.status}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {attempt.method} {attempt.path}
              {attempt.remote && ` from ${attempt.remote}`}
              {attempt.client && `, ${attempt.client}`}
              <span className="block text-ink-3">
                {said(attempt)} {attempt.remedy}
                {attempt.credential === 'foreign' &&
                  (local
                    ? ' The credential was ignored: local mode needs none.'
                    : ' The credential is not a MetaAgent key, and was ignored.')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function IngestEndpoints({ endpoints }: { endpoints: Connect['endpoints'] }) {
  return (
    <Panel title="Ingest endpoints">
      {endpoints.map((endpoint) => (
        <div
          key={endpoint.name}
          className="grid min-h-8 grid-cols-[88px_minmax(0,1fr)] items-center gap-x-3 border-b border-line px-3.5 py-1 text-12 last:border-0 sm:grid-cols-[88px_minmax(0,1fr)_auto]"
        >
          <span className="font-medium">{endpoint.name}</span>
          <code className="[overflow-wrap:anywhere] text-ink-2">
            {endpoint.address.replace(/^https?:\/\//, '')}
          </code>
          <span className={`col-start-2 sm:col-start-3 ${endpoint.open ? 'text-ink-3' : 'text-warn'}`}>
            {endpoint.open ? endpoint.formats : 'closed'}
          </span>
          {endpoint.problem && <span className="col-span-full text-ink-3">{endpoint.problem}</span>}
        </div>
      ))}
    </Panel>
  );
}
