'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '@/api/client';
import { useKeysOfAgents } from '@/api/settings';
import type { IssuedKey, Key } from '@/api/types';
import { count } from '@/format/numbers';
import { useAddressValue } from '@/shell/address';
import { serverNow } from '@/shell/freshness';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Unknown, When } from '@/ui/values';
import { inOrder, isOver, stateOfKey } from './key-state';
import { ChangeDialog, Labelled, LabelledInput, OnceDialog, type SectionProps } from './parts';

const SCOPES: { value: Key['scope']; label: string; about: string }[] = [
  { value: 'ingest', label: 'Ingest', about: 'Sends telemetry and outcomes. Reads nothing.' },
  {
    value: 'agent',
    label: 'Agent',
    about: 'For an SDK: sends telemetry, reads its policy, asks for approvals. Nothing else.',
  },
  { value: 'read', label: 'Read', about: 'Reads what a viewer sees: no message texts.' },
  { value: 'admin', label: 'Admin', about: 'Everything an admin can do.' },
];
const LIVES = [
  { value: '', label: 'Never' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

/** API keys: made, looked after, revoked. */
export default function Keys({ status }: SectionProps) {
  const keys = useKeysOfAgents(true);
  const [asked, ask] = useAddressValue('do');
  const making = asked === 'create';
  const setMaking = (open: boolean) => ask(open ? 'create' : null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [made, setMade] = useState<IssuedKey | null>(null);
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['keys'] });
  const now = serverNow();
  const make = (
    <button type="button" className="btn sm" onClick={() => setMaking(true)}>
      Create key…
    </button>
  );
  return (
    <>
      {status.mode === 'local' && (
        <p className="text-12 text-ink-3">
          In local mode no key is needed. Keys are needed once other machines reach this server.
        </p>
      )}
      <Region asked={keys} what="The keys could not be read" panel>
        {({ items }) =>
          items.length === 0 ? (
            <Panel label="API keys">
              <EmptyState title="No keys yet" action={make}>
                Outside local mode, an agent sends its telemetry with a key of the scope Ingest.
              </EmptyState>
            </Panel>
          ) : (
            <Panel
              title="API keys"
              sub={`${count(items.filter((key) => !isOver(stateOfKey(key, now))).length)} active`}
              tools={make}
            >
              <PlainTable
                label="API keys"
                rows={inOrder(items, now)}
                rowKey={(key) => key.id}
                dim={(key) => isOver(stateOfKey(key, now))}
                columns={[
                  {
                    id: 'name',
                    head: 'Name',
                    whole: true,
                    cell: (key) => (
                      <span className="flex min-w-0 items-baseline gap-2">
                        <span className="truncate font-medium">{key.name}</span>
                        <code className="text-ink-3">{key.id}</code>
                      </span>
                    ),
                  },
                  {
                    id: 'scope',
                    head: 'Scope',
                    cell: (key) => (key.agents ? `${key.scope}: ${key.agents.join(', ')}` : key.scope),
                  },
                  {
                    id: 'used',
                    head: 'Last used',
                    cell: (key) =>
                      key.lastUsedAt ? (
                        <When at={key.lastUsedAt} />
                      ) : (
                        <Unknown why="never used" short="never used" />
                      ),
                  },
                  { id: 'state', head: 'State', cell: (key) => <State of={key} now={now} /> },
                  {
                    id: 'made',
                    head: 'Created',
                    cell: (key) => (
                      <span className="text-ink-3">
                        <When at={key.createdAt} /> by {key.createdBy}
                      </span>
                    ),
                  },
                  {
                    id: 'actions',
                    head: '',
                    align: 'right',
                    cell: (key) =>
                      !key.revokedAt && (
                        <button
                          type="button"
                          className="btn sm quiet"
                          aria-label={`Revoke the key ${key.name}`}
                          onClick={() => setRevoking(key)}
                        >
                          Revoke…
                        </button>
                      ),
                  },
                ]}
              />
            </Panel>
          )
        }
      </Region>
      {making && (
        <MakeKey
          onMade={(key) => {
            setMade(key);
            void again();
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made && (
        <OnceDialog
          title={`Key “${made.name}” created`}
          what="It is shown only now: the server keeps just a hash of it."
          values={[{ label: 'Key', value: made.key }]}
          onClose={() => setMade(null)}
        />
      )}
      {revoking && (
        <ChangeDialog
          title={`Revoke the key ${revoking.name}`}
          what={
            <>
              Requests that use it will get a 401.{' '}
              {revoking.lastUsedAt ? (
                <>
                  Last used <When at={revoking.lastUsedAt} />.
                </>
              ) : (
                'It has never been used.'
              )}
            </>
          }
          verb="Revoke this key"
          danger
          reasons={['No longer needed', 'It may have leaked']}
          confirmWith={revoking.name}
          onClose={() => setRevoking(null)}
          onConfirm={async (reason) => {
            await remove(`/keys/${revoking.id}`, undefined, { reason });
            toast({ kind: 'stopped', title: `Key ${revoking.name} revoked` });
            await again();
          }}
        />
      )}
    </>
  );
}

function State({ of: key, now }: { of: Key; now: number }) {
  const state = stateOfKey(key, now);
  if (state === 'revoked' && key.revokedAt) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <StatusGlyph kind="stopped" size={13} />
        <span>
          revoked <When at={key.revokedAt} />
        </span>
      </span>
    );
  }
  if (!key.expiresAt) return <span className="text-ink-3">never expires</span>;
  return (
    <span className={`inline-flex items-center gap-1.5 ${state === 'expiring' ? 'text-warn' : ''}`}>
      {state !== 'active' && <StatusGlyph kind={state === 'expired' ? 'stopped' : 'warn'} size={13} />}
      <span>
        {state === 'expired' ? 'expired' : 'expires'} <When at={key.expiresAt} />
      </span>
    </span>
  );
}

/** Names that were typed, separated by commas; null: none. */
function namesIn(text: string): string[] | null {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length > 0 ? names : null;
}

function MakeKey({ onMade, onClose }: { onMade: (key: IssuedKey) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Key['scope']>('ingest');
  const [days, setDays] = useState('');
  const [agents, setAgents] = useState('');
  return (
    <ChangeDialog
      title="Create a key"
      what="It is shown once, right after it is created."
      verb="Create key"
      reasons={['For an agent in production', 'For a trial']}
      wrong={name.trim() ? null : { name: 'A key needs a name, so that others know what uses it.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const expiresAt = days ? new Date(serverNow() + Number(days) * 86_400_000).toISOString() : null;
        onMade(
          await post<IssuedKey>('/keys', {
            name: name.trim(),
            scope,
            agents: scope === 'agent' ? namesIn(agents) : null,
            expiresAt,
            reason,
          }),
        );
      }}
    >
      {(refused) => (
        <>
          <LabelledInput
            label="Name"
            unit="the agent or tool that uses it"
            value={name}
            problem={refused.name}
            onChange={setName}
          />
          <Labelled label="Scope">
            <Segments label="Scope" value={scope} options={SCOPES} onChange={setScope} />
            <span className="text-ink-3">{SCOPES.find((s) => s.value === scope)?.about}</span>
          </Labelled>
          {scope === 'agent' && (
            <LabelledInput
              label="Agents"
              unit="names, separated by commas; empty: every agent"
              value={agents}
              problem={refused.agents}
              onChange={setAgents}
            />
          )}
          <Labelled label="Expires">
            <Segments label="Expires" value={days} options={LIVES} onChange={setDays} />
          </Labelled>
        </>
      )}
    </ChangeDialog>
  );
}
