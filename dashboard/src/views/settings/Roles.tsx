'use client';

import { useMemo, useState } from 'react';
import { useEndpoints } from '@/api/settings';
import type { EndpointRow } from '@/api/types';
import { plural } from '@/format/numbers';
import { roleName } from '@/shell/sections';
import { Icon } from '@/ui/icons';
import { EmptyState, Panel, Region } from '@/ui/states';
import { abilitiesOf } from './abilities';
import { CALLERS, grouped } from './endpoints';
import type { SectionProps } from './parts';

const MEANING: Record<(typeof CALLERS)[number], string> = {
  viewer: 'sees agents, runs and numbers, but no message texts',
  developer: 'also reads messages, adds outcomes, sets objectives and tests policies',
  admin: 'also manages members, keys, privacy, prices, retention and webhooks, and deletes',
  agent: 'a key for an SDK: sends telemetry, reads policies, asks for approvals',
  ingest: 'a key, not a person: sends telemetry and outcomes, reads nothing',
};
const OPERATOR = 'whoever operates the server, with its metrics token';
/** Who may call an endpoint that needs no role. */
const open = (row: EndpointRow) => (row.operator ? OPERATOR : 'everyone');
const NAMES = {
  viewer: 'Viewer',
  developer: 'Developer',
  admin: 'Admin',
  agent: 'Agent key',
  ingest: 'Ingest key',
};

/** The visible table of who may do what; the server decides by the same rows. */
export default function Roles({ role }: SectionProps) {
  const endpoints = useEndpoints();
  const [filter, setFilter] = useState('');
  return (
    <>
      <Panel title="What each role is for" sub={`you are ${roleName(role)}`}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-3.5 py-3 text-12">
          {CALLERS.map((caller) => (
            <div key={caller} className="contents">
              <dt className={caller === role ? 'font-semibold' : 'font-medium'}>{NAMES[caller]}</dt>
              <dd className="text-ink-2">{MEANING[caller]}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Region asked={endpoints} what="The table could not be read" rows={12} panel>
        {({ items }) => (
          <>
            <Abilities rows={items} />
            <details>
              <summary className="cursor-pointer text-12 text-ink-2">All endpoints</summary>
              <div className="mt-3">
                <Table rows={items} filter={filter} onFilter={setFilter} />
              </div>
            </details>
          </>
        )}
      </Region>
    </>
  );
}

function May({ caller, may }: { caller: (typeof CALLERS)[number]; may: boolean }) {
  return may ? (
    <>
      <Icon name="check" size={14} />
      <span className="sr-only">{NAMES[caller]} may</span>
    </>
  ) : (
    <span className="sr-only">{NAMES[caller]} may not</span>
  );
}

/** A dozen things people do, and who may do each. */
function Abilities({ rows }: { rows: EndpointRow[] }) {
  const abilities = useMemo(() => abilitiesOf(rows), [rows]);
  return (
    <Panel title="Who may do what">
      <div className="overflow-x-auto" role="region" aria-label="Abilities and roles" tabIndex={0}>
        <table className="plain who">
          <thead>
            <tr>
              <th scope="col">Ability</th>
              {CALLERS.map((caller) => (
                <th key={caller} scope="col">
                  {NAMES[caller]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {abilities.map(({ name, roles }) => (
              <tr key={name}>
                <td>
                  {name}
                  <span className="only-narrow text-12 text-ink-3" aria-hidden="true">
                    {CALLERS.filter((c) => roles.includes(c))
                      .map((c) => NAMES[c])
                      .join(', ')}
                  </span>
                </td>
                {CALLERS.map((caller) => (
                  <td key={caller}>
                    <May caller={caller} may={roles.includes(caller)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Table({
  rows,
  filter,
  onFilter,
}: {
  rows: Parameters<typeof grouped>[0];
  filter: string;
  onFilter: (value: string) => void;
}) {
  const groups = useMemo(() => grouped(rows, filter), [rows, filter]);
  const shown = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <Panel
      title="Endpoints"
      sub={plural(shown, 'endpoint')}
      tools={
        <input
          className="field h-6.5! w-40!"
          aria-label="Filter endpoints"
          placeholder="Filter"
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        />
      }
    >
      {groups.length === 0 ? (
        <EmptyState
          title={
            <>
              No endpoint matches <code>{filter}</code>
            </>
          }
          action={
            <button type="button" className="btn sm" onClick={() => onFilter('')}>
              Clear filter
            </button>
          }
        />
      ) : (
        <div className="overflow-x-auto" role="region" aria-label="Endpoints and roles" tabIndex={0}>
          <table className="plain who">
            <thead>
              <tr>
                <th scope="col">Endpoint</th>
                {CALLERS.map((caller) => (
                  <th key={caller} scope="col">
                    {NAMES[caller]}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.name}>
                <tr>
                  <th scope="rowgroup" colSpan={CALLERS.length + 1}>
                    {group.name}
                  </th>
                </tr>
                {group.rows.map((row) => (
                  <tr key={`${row.method} ${row.path}`}>
                    <td>
                      <code>
                        <span className="inline-block w-15 text-ink-3">{row.method}</span>
                        {row.path}
                      </code>
                      <span className="only-narrow text-12 text-ink-2" aria-hidden="true">
                        {row.roles.length === 0
                          ? open(row)
                          : CALLERS.filter((c) => row.roles.includes(c))
                              .map((c) => NAMES[c])
                              .join(', ')}
                      </span>
                    </td>
                    {row.roles.length === 0 ? (
                      <td colSpan={CALLERS.length} className="text-12 text-ink-3">
                        {row.operator ? OPERATOR : 'everyone, without signing in'}
                      </td>
                    ) : (
                      CALLERS.map((caller) => (
                        <td key={caller}>
                          <May caller={caller} may={row.roles.includes(caller)} />
                        </td>
                      ))
                    )}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </Panel>
  );
}
