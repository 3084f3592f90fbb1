'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { address } from '@/api/client';
import { useAgents, useFacets, useHistogram, useStatus } from '@/api/queries';
import { absolute, lengthOf } from '@/api/time-range';
import type { Execution } from '@/api/types';
import { count } from '@/format/numbers';
import { since } from '@/format/time';
import { href, useAddress, useAddressValue, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { covers } from '@/shell/sections';
import { Icon } from '@/ui/icons';
import { Segments } from '@/ui/states';
import { useZone } from '@/ui/values';
import { ActionList } from './ActionList';
import { Evidence } from './Evidence';
import { FilterBar } from './FilterBar';
import { choosesByOutcome, type Filter, filtersOf, queryOf, wordsOf } from './filters';
import { Heading } from './Heading';
import { Peek } from './Peek';
import { RunList } from './RunList';
import { useExecutionRows } from './rows';
import { valuesOf } from './values';
import { rememberWalk } from './walk';

const SaveView = dynamic(() => import('./SaveView'), { ssr: false });

/** Executions: which runs, and what do the bad ones share? */
export function ExecutionsPage() {
  const { params, change, router } = useAddress();
  const range = useRange('-24h');
  const zone = useZone();
  const status = useStatus();
  const agents = useAgents();
  const filters = useMemo(() => filtersOf(new URLSearchParams(params.toString())), [params]);
  const query = useMemo(() => queryOf(filters), [filters]);
  const showsActions = params.get('view') === 'actions';
  const tail = params.get('tail') === 'on';
  const [reading, setReading] = useState(false);
  const [saving, setSaving] = useState(false);
  const histogram = useHistogram(query, range);
  const facets = useFacets(query, range);
  const list = useExecutionRows(query, range, tail, reading);
  const [selectedId, select] = useAddressValue('sel');
  const selected = list.rows.find((run) => run.id === selectedId) ?? null;
  const agentList = agents.data?.items ?? [];
  const agentName = agentList.find((a) => a.id === query.agent)?.name ?? null;

  const open = (run: Execution) => {
    rememberWalk(list.rows);
    router.push(href('/execution', { id: run.id }));
  };
  const step = (by: number) => {
    const at = list.rows.findIndex((run) => run.id === selectedId);
    const next = list.rows[Math.max(0, Math.min(list.rows.length - 1, at < 0 ? 0 : at + by))];
    if (next) select(next.id);
  };
  useKeys([
    { key: 'j', does: 'next run', run: () => step(1) },
    { key: 'k', does: 'previous run', run: () => step(-1) },
    { key: 'ArrowDown', does: 'next run', run: () => step(1) },
    { key: 'ArrowUp', does: 'previous run', run: () => step(-1) },
    { key: ' ', does: 'preview on and off', run: () => (selectedId ? select(null) : step(0)) },
    { key: 'Enter', does: 'open the run', run: () => selected && open(selected) },
    { key: 'Escape', does: 'close the preview', run: () => select(null) },
  ]);
  const add = (filter: Filter) => change({ [filter.param]: filter.value, sel: null }, 'push');
  const removeFilter = (filter: Filter) => change({ [filter.param]: null, sel: null }, 'push');
  const may = covers(status.data?.principal.role, 'developer');
  const needs = may ? undefined : 'This needs the role Developer.';
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
    {
      id: 'tail',
      icon: 'play',
      title: tail ? 'Stop the live tail' : 'Start the live tail',
      run: () => change({ tail: tail ? null : 'on' }),
    },
  ]);

  return (
    <Page crumbs={[status.data?.organization.name ?? 'MetaAgent', 'Executions']} range={range} fill>
      <Heading
        histogram={histogram.data}
        agent={agentName}
        range={range}
        chosenByOutcome={choosesByOutcome(filters)}
        span={
          range.to === null && /^-/.test(range.from)
            ? `in ${lengthOf(range)}`
            : `since ${since(absolute(range, serverNow()).from ?? 0, zone, serverNow())}`
        }
        actions={
          <>
            {may ? (
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
              disabled={!may}
              title={needs}
              onClick={() => setSaving(true)}
            >
              Save view
            </button>
          </>
        }
      />
      <FilterBar
        filters={filters}
        agents={agentList}
        values={valuesOf(list.rows, facets.data?.traits ?? [])}
        onAdd={add}
        onRemove={removeFilter}
      >
        <Segments
          label="What is listed"
          value={showsActions ? 'actions' : 'runs'}
          options={[
            { value: 'runs', label: 'Runs' },
            { value: 'actions', label: 'Actions' },
          ]}
          onChange={(view) => change({ view: view === 'runs' ? null : view, sel: null })}
        />
        <button
          type="button"
          className="btn sm"
          aria-pressed={tail}
          disabled={range.to !== null}
          title={range.to === null ? undefined : 'The range has an end: nothing newer can come in.'}
          onClick={() => change({ tail: tail ? null : 'on' })}
        >
          <Icon name={tail ? 'pause' : 'play'} size={12} />
          Live tail
        </button>
      </FilterBar>
      {showsActions ? (
        <ActionList query={query} range={range} tail={tail} />
      ) : (
        <>
          <Evidence
            histogram={histogram}
            facets={facets}
            agent={query.agent}
            agents={agentList}
            onFilter={add}
          />
          <div className="cols grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_400px] gap-4">
            <section className="panel relative flex min-h-75 flex-col" aria-label="Runs">
              {list.waiting > 0 && (
                <button
                  type="button"
                  className="btn sm float absolute top-8 left-1/2 z-5 -translate-x-1/2"
                  onClick={list.take}
                >
                  {count(list.waiting)}
                  {list.waiting === 50 ? ' or more' : ''} newer
                </button>
              )}
              <RunList
                list={list}
                filters={filters}
                agents={agentList}
                selectedId={selectedId}
                onSelect={(run) => select(run.id)}
                onOpen={open}
                onHover={setReading}
                onRemove={removeFilter}
                onRange={(from) => change({ from, to: null }, 'push')}
              />
            </section>
            <Peek run={selected} range={range} onClose={() => select(null)} />
          </div>
        </>
      )}
      {saving && (
        <SaveView
          suggestion={filters.map((f) => wordsOf(f, agentList).value).join(', ') || 'All runs'}
          onClose={() => setSaving(false)}
        />
      )}
    </Page>
  );
}
