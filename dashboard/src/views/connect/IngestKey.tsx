'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { ApiError, post } from '@/api/client';
import { useStatus } from '@/api/queries';
import type { IssuedKey } from '@/api/types';
import { stamp } from '@/format/time';
import { href } from '@/shell/address';
import { serverNow } from '@/shell/freshness';
import { covers } from '@/shell/sections';
import { CopyButton, Panel } from '@/ui/states';
import { useZone } from '@/ui/values';

/** The key to send with, made here on one click and shown this once. */
export function IngestKey({ value, onMade }: { value: string | null; onMade: (key: string) => void }) {
  const zone = useZone();
  const may = covers(useStatus().data?.principal.role, 'admin');
  const make = useMutation({
    mutationFn: () =>
      post<IssuedKey>('/keys', {
        name: `Connect, ${stamp(serverNow(), zone, serverNow())}`,
        scope: 'ingest',
        reason: 'Made on Connect, for an agent to send with',
      }),
    onSuccess: ({ key }) => onMade(key),
  });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4.5 py-2.5 text-12">
      {value ? (
        <>
          <span className="text-ink-3">Key</span>
          <code className="min-w-0 flex-1 [overflow-wrap:anywhere]">{value}</code>
          <CopyButton text={() => value} label="Copy key" />
          <span className="w-full text-ink-3">
            It is in the lines above, and shown this once. All keys are in{' '}
            <Link className="link" href={href('/settings', { section: 'keys' })}>
              Settings
            </Link>
            .
          </span>
        </>
      ) : (
        <>
          <span className="min-w-0 flex-1 text-ink-2">
            <code>&lt;key&gt;</code> stands for a key of the scope Ingest.
            {!may && ' An administrator makes one.'}
          </span>
          <button
            type="button"
            className="btn sm"
            disabled={!may || make.isPending}
            onClick={() => make.mutate()}
          >
            Make an ingest key
          </button>
          {make.error && (
            <span className="w-full text-bad" role="alert">
              {make.error instanceof ApiError ? make.error.message : 'The key was not made.'}
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** For those who must not send what was said. */
export function StaysInside() {
  return (
    <Panel title="If the data must not leave your process">
      <p className="pad text-12 text-ink-2">
        Messages are sanitised here before anything is stored: e-mail addresses, phone numbers, cards, keys,
        declared names and your own patterns. To keep message texts out altogether set{' '}
        <code className="whitespace-nowrap">OPENINFERENCE_HIDE_INPUTS=true</code> or your instrumentation’s
        switch for content; costs, timings and errors still work.{' '}
        <Link className="link" href={href('/settings', { section: 'privacy' })}>
          Privacy policy of this server
        </Link>
      </p>
    </Panel>
  );
}
