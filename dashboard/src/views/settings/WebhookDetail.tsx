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
              <StatusGlyph kind="stopped" /> Switched off: what is sent to it is refused.
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
            Made <When at={webhook.createdAt} /> by {webhook.createdBy}. Each request is signed with the
            secret over time and body; one that is older than five minutes, or comes twice, is refused.
          </p>
          <details>
            <summary className="cursor-pointer text-12 font-medium">How a request is signed</summary>
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
          what="The new one is shown once. The old one works for 24 more hours, so that the sender can be changed."
          verb="Make new secret"
          reasons={['It may have been seen by others', 'Secrets are changed regularly']}
          onClose={close}
          onConfirm={(reason) => change({ rotateSecret: true, reason }, `A new secret for ${webhook.name}`)}
        />
      )}
      {asking === 'disable' && (
        <ChangeDialog
          title={webhook.disabled ? `Switch ${webhook.name} on` : `Switch ${webhook.name} off`}
          what={
            webhook.disabled
              ? 'It takes signed requests again.'
              : 'What is sent to it is refused until it is switched on again; senders that try again lose nothing.'
          }
          verb={webhook.disabled ? 'Switch on' : 'Switch off'}
          reasons={webhook.disabled ? [] : ['It sends what is not right', 'It is not needed at present']}
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
          what="Its address stops working at once. The runs and outcomes that came through it stay."
          verb="Remove webhook"
          danger
          reasons={['It is no longer needed', 'It was for trying it out']}
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
          what="It holds from the next request on; what came in before stays as it is."
          verb="Save mapping"
          reasons={['The sender has changed', 'A field was wrong']}
          onClose={close}
          onConfirm={async (reason) => {
            await change({ mapping: asking.mapping, reason }, '');
            toast({ kind: 'better', title: `The mapping of ${webhook.name} was saved` });
          }}
        />
      )}
    </>
  );
}
