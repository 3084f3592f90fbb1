'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '@/api/client';
import { useWebhooks } from '@/api/settings';
import type { Webhook, WebhookChanged, WebhookSource } from '@/api/types';
import { count } from '@/format/numbers';
import { useAddressValue } from '@/shell/address';
import { covers } from '@/shell/sections';
import { PlainTable } from '@/ui/PlainTable';
import { Source } from '@/ui/Source';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Unknown, When } from '@/ui/values';
import { absoluteUrl, SOURCES, STARTER, signingSnippet, sourceName } from './mapping';
import { ChangeDialog, Labelled, LabelledInput, OnceDialog, type SectionProps, WhoMay } from './parts';
import { WebhookDetail } from './WebhookDetail';

/** Webhooks: their health, and the chosen one with its mapping. */
export default function Webhooks({ role }: SectionProps) {
  const webhooks = useWebhooks(true);
  const [chosen, choose] = useAddressValue('sel');
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<{ title: string; webhook: Webhook; secret: string } | null>(null);
  const client = useQueryClient();
  const may = covers(role, 'admin');
  const again = () => client.invalidateQueries({ queryKey: ['webhooks'] });
  const show = (title: string, { webhook, secret }: WebhookChanged) => {
    if (secret) setShown({ title, webhook, secret });
    void again();
  };
  const make = (
    <button type="button" className="btn sm" disabled={!may} onClick={() => setMaking(true)}>
      Create webhook…
    </button>
  );
  return (
    <>
      {!may && <WhoMay needs="admin" />}
      <Region asked={webhooks} what="The webhooks could not be read" panel>
        {({ items }) => {
          const selected = items.find((w) => w.id === chosen);
          return items.length === 0 ? (
            <Panel label="Webhooks">
              <EmptyState title="No webhook yet" action={make}>
                For systems without OpenTelemetry: they post JSON, signed with a secret, which becomes runs
                and outcomes.
              </EmptyState>
            </Panel>
          ) : (
            <>
              <Panel title="Webhooks" sub={count(items.length)} tools={make}>
                <List items={items} chosen={selected?.id ?? null} onChoose={choose} />
              </Panel>
              {selected && (
                <WebhookDetail
                  key={selected.id}
                  webhook={selected}
                  may={may}
                  onChanged={(title, changed) => show(title, changed)}
                  onRemoved={() => {
                    choose(null);
                    void again();
                  }}
                />
              )}
            </>
          );
        }}
      </Region>
      {making && (
        <MakeWebhook
          onMade={(made) => {
            choose(made.webhook.id);
            show(`Webhook “${made.webhook.name}” created`, made);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {shown && (
        <OnceDialog
          title={shown.title}
          what="The secret is shown only now. The sender signs each request with it."
          values={[
            { label: 'Address', value: absoluteUrl(shown.webhook.url, window.location.origin) },
            { label: 'Secret', value: shown.secret },
          ]}
          onClose={() => setShown(null)}
        >
          <div className="flex flex-col gap-1 text-12 text-ink-2">
            How to sign a request
            <div className="rounded-[6px] bg-bg-2">
              <Source
                code={signingSnippet({ url: absoluteUrl(shown.webhook.url, window.location.origin) })}
                label="Signing a request"
              />
            </div>
          </div>
        </OnceDialog>
      )}
    </>
  );
}

function List({
  items,
  chosen,
  onChoose,
}: {
  items: Webhook[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}) {
  return (
    <PlainTable
      label="Webhooks"
      rows={items}
      rowKey={(webhook) => webhook.id}
      dim={(webhook) => webhook.disabled}
      chosen={(webhook) => webhook.id === chosen}
      columns={[
        {
          id: 'name',
          head: 'Name',
          whole: true,
          cell: (webhook) => (
            <span className="flex items-center gap-2">
              <Health of={webhook} />
              <span className="font-medium">{webhook.name}</span>
            </span>
          ),
        },
        { id: 'source', head: 'Source', cell: (webhook) => sourceName(webhook.source) },
        {
          id: 'last',
          head: 'Last received',
          cell: (webhook) =>
            webhook.lastReceivedAt ? (
              <When at={webhook.lastReceivedAt} />
            ) : (
              <Unknown why="nothing received yet" short="never" />
            ),
        },
        { id: 'received', head: 'Received', align: 'right', cell: (webhook) => count(webhook.received) },
        {
          id: 'refused',
          head: 'Refused',
          align: 'right',
          cell: (webhook) => (
            <span className={webhook.refused > 0 ? 'text-warn' : 'text-ink-3'}>{count(webhook.refused)}</span>
          ),
        },
        {
          id: 'actions',
          head: '',
          align: 'right',
          cell: (webhook) => (
            <button
              type="button"
              className="btn sm quiet"
              aria-expanded={chosen === webhook.id}
              aria-label={`${chosen === webhook.id ? 'Close' : 'Open'} ${webhook.name}`}
              onClick={() => onChoose(chosen === webhook.id ? null : webhook.id)}
            >
              {chosen === webhook.id ? 'Close' : 'Open'}
            </button>
          ),
        },
      ]}
    />
  );
}

/** Worst first: off, refusing lately, never used, fine. */
function Health({ of: webhook }: { of: Webhook }) {
  if (webhook.disabled) return <StatusGlyph kind="stopped" label="disabled" />;
  if (webhook.lastProblem) return <StatusGlyph kind="warn" label="refused a request" />;
  if (!webhook.lastReceivedAt) return <StatusGlyph kind="unknown" label="nothing received yet" />;
  return <StatusGlyph kind="ok" label="receiving" />;
}

function MakeWebhook({ onMade, onClose }: { onMade: (made: WebhookChanged) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [source, setSource] = useState<WebhookSource>('n8n');
  return (
    <ChangeDialog
      title="Create a webhook"
      what="It gets its own address and secret. The secret is shown once."
      verb="Create webhook"
      reasons={['For a workflow in production', 'For a trial']}
      wrong={name.trim() ? null : { name: 'A webhook needs a name, so that others know what sends to it.' }}
      onClose={onClose}
      onConfirm={async (reason) =>
        onMade(
          await post<WebhookChanged>('/webhooks', {
            source,
            name: name.trim(),
            ...(source === 'generic' && { mapping: STARTER }),
            reason,
          }),
        )
      }
    >
      {(refused) => (
        <>
          <LabelledInput
            label="Name"
            unit="what sends to it"
            value={name}
            problem={refused.name}
            onChange={setName}
          />
          <Labelled label="Source">
            <Segments label="Source" value={source} options={SOURCES} onChange={setSource} />
            <span className="text-ink-3">
              {SOURCES.find((s) => s.value === source)?.about}
              {source === 'generic' && ' It starts with a sample mapping for you to change.'}
            </span>
          </Labelled>
        </>
      )}
    </ChangeDialog>
  );
}
