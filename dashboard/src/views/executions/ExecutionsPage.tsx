'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { address } from '@/api/client';
import { useAgents, useFacets, useHistogram, useStatus } from '@/api/queries';
import { href, useAddress } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { Page } from '@/shell/Page';
import { covers } from '@/shell/sections';
import { useZone } from '@/ui/values';
import { AddressProblems } from './filter/AddressProblems';
import { FilterBar } from './filter/FilterBar';
import { type Filter, narrowsActions, phraseOf, queryOf, replacedBy } from './filter/filters';
import { ActionsHeading, Heading } from './Heading';
import { ListChoice } from './ListChoice';
import { spanOf, useListQuery } from './query';
import { Runs } from './Runs';
import { useExecutionRows } from './rows';
import { NEWEST_FIRST } from './sorting';
import { attributesOf, useValues, valuesOf } from './values';

const GroupList = dynamic(() => import('./GroupList').then((m) => m.GroupList), { ssr: false });
const ActionList = dynamic(() => import('./ActionList').then((m) => m.ActionList), { ssr: false });
const SaveView = dynamic(() => import('./SaveView'), { ssr: false });

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Executions: which runs, and what do the bad ones share? */
export function ExecutionsPage() {
  const { params, change } = useAddress();
  const zone = useZone();
  const status = useStatus();
  const agents = useAgents().data?.items ?? [];
  const list = useListQuery();
  const { view, range, filters, query, sort } = list;
  const [reading, setReading] = useState(false);
  const [saving, setSaving] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const listsRuns = view === 'runs';
  const histogram = useHistogram(query, range, { enabled: listsRuns });
  const byOutcome = Object.keys(list.base).length !== Object.keys(query).length;
  const base = useHistogram(list.base, range, { enabled: listsRuns && byOutcome });
  const facets = useFacets(query, range, { enabled: listsRuns });
  const rows = useExecutionRows(query, range, sort, { tail: list.tail, reading, enabled: listsRuns });
  const traits = facets.data?.traits;
  const loaded = useMemo(() => valuesOf(rows.rows, traits ?? []), [rows.rows, traits]);
  const values = useValues(typed, range, loaded);
  const attributes = useMemo(() => attributesOf(rows.rows), [rows.rows]);

  const add = (added: Filter[], instead: Filter | null = null) => {
    const gone = [...(instead ? [instead.param] : []), ...added.flatMap(replacedBy)];
    change(
      { ...Object.fromEntries(gone.map((param) => [param, null])), ...queryOf(added), sel: null },
      'push',
    );
  };
  const removeFilter = (filter: Filter) => change({ [filter.param]: null, sel: null }, 'push');
  const may = covers(status.data?.principal.role, 'developer');
  const needs = may ? undefined : 'Needs the role Developer.';
  const exportUrl = address('/executions/export', { ...query, from: range.from, to: range.to });
  useCommands('Do, on these runs', [
    ...(may
      ? [
          {
            id: 'save-view',
            icon: 'bookmark' as const,
            title: 'Save this view…',
            run: () => setSaving(true),
          },
          { id: 'export', icon: 'download' as const, title: 'Export as NDJSON', href: exportUrl },
        ]
      : []),
    ...(range.to === null && view !== 'groups'
      ? [
          {
            id: 'tail',
            icon: 'play' as const,
            title: list.tail ? 'Stop the live tail' : 'Start the live tail',
            run: () => change({ tail: list.tail ? null : 'on', sort: null }),
          },
        ]
      : []),
  ]);

  const span = spanOf(range, zone);
  const bar = (
    <>
      <FilterBar
        filters={filters}
        known={{ agents, values, attributes, actionsOnly: view === 'actions' }}
        ignored={(filter) =>
          view === 'actions' && !narrowsActions(filter) ? 'Works on runs only: not applied to actions.' : null
        }
        onField={setTyped}
        onAdd={add}
        onRemove={removeFilter}
      >
        <ListChoice list={list} attributes={attributes} />
      </FilterBar>
      <AddressProblems
        problems={list.problems}
        onUse={(param, value, instead) => change({ [param]: null, [instead]: value })}
        onRemove={(param) => change({ [param]: null })}
      />
    </>
  );
  const name = view === 'actions' ? 'Actions' : list.grouping ? `Runs by ${list.grouping.one}` : 'Executions';
  return (
    <Page
      crumbs={[status.data?.organization.name ?? 'MetaAgent', 'Executions']}
      title={`${name}${phraseOf(list.applied, agents)}`}
      range={range}
      fill
    >
      {view === 'groups' ? (
        <GroupList list={list} span={span}>
          {bar}
        </GroupList>
      ) : view === 'actions' ? (
        <>
          <ActionsHeading
            kind={params.get('kind')}
            applied={list.applied}
            ignored={filters.filter((filter) => !narrowsActions(filter))}
            agents={agents}
            span={span}
          />
          {bar}
          <ActionList list={list} />
        </>
      ) : (
        <>
          <Heading
            histogram={histogram.data}
            base={byOutcome ? base.data : histogram.data}
            filters={filters}
            agents={agents}
            span={span}
            costHref={href('/executions', {
              ...query,
              from: params.get('from'),
              to: params.get('to'),
              by: 'agent',
              sort: '-costUsd',
            })}
            actions={<Tools exportUrl={exportUrl} needs={needs} onSave={() => setSaving(true)} />}
          />
          {bar}
          <Runs
            list={list}
            rows={rows}
            agents={agents}
            histogram={histogram}
            facets={facets}
            onHover={setReading}
            onAdd={(filter) => add([filter])}
            onRemove={removeFilter}
          />
        </>
      )}
      {saving && (
        <SaveView
          suggestion={`${capital(phraseOf(filters, agents).trim()) || 'All runs'}${sort === NEWEST_FIRST || !listsRuns ? '' : `, by ${sort.replace('-', '')}`}`}
          onClose={() => setSaving(false)}
        />
      )}
    </Page>
  );
}

function Tools({
  exportUrl,
  needs,
  onSave,
}: {
  exportUrl: string;
  /** Why they are not for this person. */
  needs: string | undefined;
  onSave: () => void;
}) {
  return (
    <>
      {needs === undefined ? (
        <a className="btn quiet only-wide" href={exportUrl} download>
          Export NDJSON
        </a>
      ) : (
        <button type="button" className="btn quiet only-wide" disabled title={needs}>
          Export NDJSON
        </button>
      )}
      <button
        type="button"
        className="btn only-wide"
        disabled={needs !== undefined}
        title={needs}
        onClick={onSave}
      >
        Save view
      </button>
    </>
  );
}
