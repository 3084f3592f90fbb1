'use client';

import { useState } from 'react';
import { patch, remove } from '@/api/client';
import type { Webhook, WebhookChanged } from '@/api/types';
import { toast } from '@/shell/toasts';
import { Source } from '@/ui/Source';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { CopyButton, Panel } from '@/ui/states';
import { When } from '@/ui/values';
import { MappingEditor } from './MappingEditor';
import { absoluteUrl, type Mapping, signingSnippet, sourceName } from './mapping';
import { ChangeDialog } from './parts';

type Asking = 'rotate' | 'disable' | 'remove' | { mapping: Mapping } | null;

/** One webhook: where to send, how to sign, what went wrong, and for a generic one what means what. */
export function WebhookDetail({
  webhook,
  may,
  onChanged,
  onRemoved,
}: {
  webhook: Webhook;
  may: boolean;
  onChanged: (title: string, changed: WebhookChanged) => void;
  onRemoved: () => void;
}) {
  const [asking, setAsking] = useState<Asking>(null);
  const url = absoluteUrl(webhook.url, window.location.origin);
  const close = () => setAsking(null);
  const change = async (body: object, title: string) =>
    onChanged(title, await patch<WebhookChanged>(`/webhooks/${webhook.id}`, body));
  return (
    <>
      <Panel
        title={webhook.name}
        sub={sourceName(webhook.source)}
        tools={
          <>
            <button
              type="button"
              className="btn sm quiet"
              disabled={!may}
              onClick={() => setAsking('rotate')}
            >
              New secret…
            </button>
            <button
              type="button"
              className="btn sm quiet"
              disabled={!may}
              onClick={() => setAsking('disable')}
            >
              {webhook.disabled ? 'Switch on…' : 'Switch off…'}
            </button>
            <button
              type="button"
              className="btn sm quiet"
              disabled={!may}
              onClick={() => setAsking('remove')}
            >
              Remove…
            </button>
          </>
        }
      >
        <div className="pad flex flex-col gap-3">
          {webhook.disabled && (
            <p className="flex items-center gap-2 text-12 text-ink-2">
              <StatusGlyph kind="stopped" /> Off: requests are refused.
            </p>
          )}
          {webhook.lastProblem && (
            <p className="flex items-start gap-2 text-12 text-warn">
              <span className="pt-0.5">
                <StatusGlyph kind="warn" />
              </span>
              <span className="[overflow-wrap:anywhere]">{webhook.lastProblem}</span>
            </p>
          )}
          <div className="flex items-center gap-2 text-12">
            <span className="text-ink-3">Address</span>
            <code className="min-w-0 [overflow-wrap:anywhere]">{url}</code>
            <CopyButton text={() => url} />
          </div>
          <p className="text-12 text-ink-3">
            Created <When at={webhook.createdAt} /> by {webhook.createdBy}. Each request is signed over time
            and body. Requests older than five minutes and repeated ones are refused.
          </p>
          <details>
            <summary className="cursor-pointer text-12 font-medium">How to sign a request</summary>
            <div className="mt-2 rounded-[6px] bg-bg-2">
              <Source code={signingSnippet({ url })} label="Signing a request" />
            </div>
          </details>
        </div>
      </Panel>
      {webhook.source === 'generic' && (
        <MappingEditor webhook={webhook} may={may} onSave={(mapping) => setAsking({ mapping })} />
      )}
      {asking === 'rotate' && (
        <ChangeDialog
          title={`New secret for ${webhook.name}`}
          what="The new secret is shown once. The old one works for another 24 hours."
          verb="Create new secret"
          reasons={['It may have leaked', 'Regular rotation']}
          onClose={close}
          onConfirm={(reason) => change({ rotateSecret: true, reason }, `New secret for ${webhook.name}`)}
        />
      )}
      {asking === 'disable' && (
        <ChangeDialog
          title={webhook.disabled ? `Switch ${webhook.name} on` : `Switch ${webhook.name} off`}
          what={
            webhook.disabled
              ? 'It accepts signed requests again.'
              : 'Requests are refused until it is switched on again. Senders that retry lose nothing.'
          }
          verb={webhook.disabled ? 'Switch on' : 'Switch off'}
          reasons={webhook.disabled ? [] : ['It sends wrong data', 'Not needed for now']}
          onClose={close}
          onConfirm={async (reason) => {
            await change({ disabled: !webhook.disabled, reason }, '');
            toast({
              kind: webhook.disabled ? 'better' : 'stopped',
              title: `${webhook.name} is ${webhook.disabled ? 'on' : 'off'}`,
            });
          }}
        />
      )}
      {asking === 'remove' && (
        <ChangeDialog
          title={`Remove ${webhook.name}`}
          what="Its address stops working at once. Runs and outcomes received through it stay."
          verb="Remove webhook"
          danger
          reasons={['No longer needed', 'It was a trial']}
          confirmWith={webhook.name}
          onClose={close}
          onConfirm={async (reason) => {
            await remove(`/webhooks/${webhook.id}`, undefined, { reason });
            toast({ kind: 'stopped', title: `${webhook.name} was removed` });
            onRemoved();
          }}
        />
      )}
      {asking !== null && typeof asking === 'object' && (
        <ChangeDialog
          title={`Change the mapping of ${webhook.name}`}
          what="It applies from the next request on. Earlier data stays as it is."
          verb="Save mapping"
          reasons={['The sender has changed', 'A field was mapped wrongly']}
          onClose={close}
          onConfirm={async (reason) => {
            await change({ mapping: asking.mapping, reason }, '');
            toast({ kind: 'better', title: `Mapping of ${webhook.name} saved` });
          }}
        />
      )}
    </>
  );
}
