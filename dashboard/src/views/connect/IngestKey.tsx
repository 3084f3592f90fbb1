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

/** The scopes of keys that snippets need: an SDK also reads policies and asks for approvals. */
export type SendingScope = 'ingest' | 'agent';

const SCOPES: Record<SendingScope, { name: string; button: string }> = {
  ingest: { name: 'Ingest', button: 'Create ingest key' },
  agent: { name: 'Agent', button: 'Create agent key' },
};

/** The key to send with, made here on one click and shown this once. */
export function IngestKey({
  scope,
  value,
  onMade,
}: {
  scope: SendingScope;
  value: string | null;
  onMade: (key: string) => void;
}) {
  const zone = useZone();
  const may = covers(useStatus().data?.principal.role, 'admin');
  const make = useMutation({
    mutationFn: () =>
      post<IssuedKey>('/keys', {
        name: `Connect, ${stamp(serverNow(), zone, serverNow())}`,
        scope,
        reason: 'Created on Connect for an agent',
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
            The snippet above contains it. It is shown only once. All keys are in{' '}
            <Link className="link" href={href('/settings', { section: 'keys' })}>
              Settings
            </Link>
            .
          </span>
        </>
      ) : (
        <>
          <span className="min-w-0 flex-1 text-ink-2">
            Replace <code>&lt;key&gt;</code> with a key of the scope {SCOPES[scope].name}.
            {!may && ' An administrator creates one.'}
          </span>
          <button
            type="button"
            className="btn sm"
            disabled={!may || make.isPending}
            onClick={() => make.mutate()}
          >
            {SCOPES[scope].button}
          </button>
          {make.error && (
            <span className="w-full text-bad" role="alert">
              {make.error instanceof ApiError ? make.error.message : 'The key was not created.'}
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** What becomes of message texts, and how not to send them. */
export function StaysInside() {
  return (
    <Panel title="What happens to message texts">
      <p className="pad text-12 text-ink-2">
        They are sent to this server, and sanitised before anything is stored: e-mail addresses, phone
        numbers, cards, keys, declared names and your own patterns are replaced. To keep message texts in your
        process, set <code className="whitespace-nowrap">OPENINFERENCE_HIDE_INPUTS=true</code>, or the content
        switch of your instrumentation; cost, timing and errors still work.{' '}
        <Link className="link" href={href('/settings', { section: 'privacy' })}>
          Privacy policy
        </Link>
      </p>
    </Panel>
  );
}
