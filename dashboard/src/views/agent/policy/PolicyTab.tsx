'use client';

import { useHolders, useLimits, usePolicy } from '@/api/govern';
import type { Agent, Holder, Policy, Role } from '@/api/types';
import { count, duration, shortId } from '@/format/numbers';
import { serverNow } from '@/shell/freshness';
import { covers } from '@/shell/sections';
import { PlainTable } from '@/ui/PlainTable';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region } from '@/ui/states';
import { Ago, Facts, When } from '@/ui/values';
import { AFTER, Limits } from './Limits';
import { Rules } from './Rules';
import { TryPolicy } from './TryPolicy';

/** Policy: what the SDKs of an agent hold and obey. */
export default function PolicyTab({ agent, role }: { agent: Agent; role: Role | undefined }) {
  const may = covers(role, 'developer');
  const policy = usePolicy(agent.id, may);
  return (
    <div className="cols grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] items-start gap-4">
      <div className="flex min-w-0 flex-col gap-4">
        <Rules key={agent.id} agent={agent} role={role} />
        <Limits agent={agent} role={role} />
        <TryPolicy key={`try-${agent.id}`} agent={agent} role={role} prompts={policy.data?.prompts ?? []} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {may ? (
          <Region asked={policy} what="The policy could not be read" rows={2} panel>
            {(data) => <Version policy={data} />}
          </Region>
        ) : (
          <VersionForViewers agent={agent} role={role} />
        )}
        <Holders agent={agent} />
        {may && policy.data && <Prompts policy={policy.data} />}
      </div>
    </div>
  );
}

function Version({ policy }: { policy: Policy }) {
  return (
    <Panel title="Policy" sub="signed, the same for every SDK of this agent">
      <div className="pad">
        <Facts
          facts={[
            ['Version', <VersionNumber key="version" version={policy.version} />],
            ['Changed', <When key="at" at={policy.issuedAt} />],
            ['Holds without contact', duration(policy.maxAgeSeconds * 1000)],
            ['After that it', AFTER[policy.afterMaxAge]],
          ]}
        />
      </div>
    </Panel>
  );
}

/** A version as it stands in the document: the time of the change, or the one after the version before. */
function VersionNumber({ version }: { version: number }) {
  return <code>{version}</code>;
}

/** What a viewer may know of the policy: not its content, which has prompts in it. */
function VersionForViewers({ agent, role }: { agent: Agent; role: Role | undefined }) {
  const effective = useLimits(agent.id).data?.effective;
  if (role === undefined) return null;
  return (
    <Panel title="Policy">
      <div className="pad flex flex-col gap-2">
        {effective && (
          <Facts
            facts={[
              [
                'Holds without contact',
                effective.maxAgeSeconds === null ? null : duration(effective.maxAgeSeconds * 1000),
              ],
              ['After that it', effective.afterMaxAge && AFTER[effective.afterMaxAge]],
            ]}
          />
        )}
        <p className="text-12 text-ink-3">
          Its version and the prompts in it are shown to Developers and Admins.
        </p>
      </div>
    </Panel>
  );
}

/** The processes that hold the policy. */
function Holders({ agent }: { agent: Agent }) {
  const holders = useHolders(agent.id);
  return (
    <Panel title="SDKs that hold it" sub="processes of the last 7 days">
      <Region asked={holders} what="The SDKs could not be read" rows={3}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title="No SDK holds it: plain OpenTelemetry only">
              A stop, a rule or a limit reaches this agent only through a MetaAgent SDK. Connect shows how.
            </EmptyState>
          ) : (
            <>
              <HolderTable items={items} />
              <p className="border-t border-line px-3.5 py-2 text-12 text-ink-3">
                A connected SDK gets each change within a second. One that is not has ended, asks every 30 s,
                or is out of reach.
              </p>
              {nextCursor && <p className="px-3.5 py-2 text-12 text-ink-3">Further ones are not shown.</p>}
            </>
          )
        }
      </Region>
    </Panel>
  );
}

function HolderTable({ items }: { items: Holder[] }) {
  const rows = [...items].sort(
    (a, b) =>
      Number(b.connected) - Number(a.connected) || Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt),
  );
  return (
    <PlainTable
      label="SDKs that hold the policy"
      rows={rows}
      rowKey={(holder) => holder.instance}
      dim={(holder) => !holder.current && !holder.connected}
      columns={[
        {
          id: 'sdk',
          head: 'SDK',
          whole: true,
          cell: (holder) => (
            <span className="flex items-center gap-2">
              <StatusGlyph
                kind={holder.current ? 'ok' : 'unknown'}
                label={holder.current ? 'current' : 'behind'}
              />
              {holder.sdk}{' '}
              <code className="text-ink-3" title={`process ${holder.instance}`}>
                {shortId(holder.instance)}
              </code>
            </span>
          ),
        },
        {
          id: 'version',
          head: 'Version',
          cell: (holder) => (
            <span title={`version ${holder.version}`}>{holder.current ? 'current' : 'behind'}</span>
          ),
        },
        { id: 'refused', head: 'Refused runs', align: 'right', cell: (holder) => count(holder.refused) },
        {
          id: 'seen',
          head: 'Last seen',
          align: 'right',
          cell: (holder) =>
            holder.connected ? (
              'connected'
            ) : (
              <>
                <Ago at={holder.lastSeenAt} now={serverNow()} /> ago
              </>
            ),
        },
      ]}
    />
  );
}

function Prompts({ policy }: { policy: Policy }) {
  return (
    <Panel title="Prompts served">
      {policy.prompts.length === 0 ? (
        <p className="pad text-12 text-ink-3">None: the agent uses the prompts in its code.</p>
      ) : (
        <PlainTable
          label="Prompts served"
          rows={policy.prompts}
          rowKey={(prompt) => prompt.name}
          columns={[
            { id: 'name', head: 'Name', whole: true, cell: (prompt) => <code>{prompt.name}</code> },
            { id: 'version', head: 'Version', cell: (prompt) => `v${prompt.version}` },
            {
              id: 'model',
              head: 'Model',
              cell: (prompt) => prompt.model ?? <span className="text-ink-3">any</span>,
            },
          ]}
        />
      )}
    </Panel>
  );
}
