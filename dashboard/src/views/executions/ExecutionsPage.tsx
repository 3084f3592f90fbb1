'use client';

import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import { address } from '@/api/client';
import { useActionPages, useAgents, useChanges, useFacets, useHistogram, useStatus } from '@/api/queries';
import { absolute, lengthOf, type Range } from '@/api/time-range';
import type { Agent, Execution, FleetAction, Histogram as HistogramData } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { Histogram } from '@/charts/Histogram';
import { bounds, count, latency, MIN_RUNS, percent } from '@/format/numbers';
import { since } from '@/format/time';
import { href, useAddress, useAddressValue, useRange } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { serverNow } from '@/shell/freshness';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { usePreferences } from '@/shell/preferences';
import { DataTable } from '@/ui/DataTable';
import { Icon } from '@/ui/icons';
import { EmptyState, ErrorState, Panel, Region, Segments, Skeleton } from '@/ui/states';
import { Answer, Money, useZone, When } from '@/ui/values';
import { actionColumns, executionColumns } from './columns';
import { FilterBar } from './FilterBar';
import { type Filter, filtersOf, queryOf, wordsOf } from './filters';
import { Peek } from './Peek';
import { useExecutionRows } from './rows';
import { SharedTraits } from './SharedTraits';
import { rememberWalk } from './walk';
import { subjectOf } from './words';

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
  const exportUrl = address('/executions/export', { ...query, from: range.from, to: range.to });
  useCommands('Do, on these runs', [
    { id: 'save-view', icon: 'bookmark', title: 'Save this view…', run: () => setSaving(true) },
    { id: 'export', icon: 'download', title: 'Export as NDJSON', href: exportUrl },
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
        span={
          range.to === null && /^-/.test(range.from)
            ? `in ${lengthOf(range)}`
            : `since ${since(absolute(range, serverNow()).from ?? 0, zone, serverNow())}`
        }
        actions={
          <>
            <a className="btn quiet only-wide" href={exportUrl} download>
              Export NDJSON
            </a>
            <button type="button" className="btn only-wide" onClick={() => setSaving(true)}>
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
        <ActionList query={query} range={range} />
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

/** Values that occur in what is loaded, for completion. */
function valuesOf(rows: Execution[], traits: { field: string; value: string }[]): Map<string, string[]> {
  const values = new Map<string, Set<string>>();
  const note = (param: string, value: string | null | undefined) => {
    if (!value) return;
    const set = values.get(param) ?? new Set();
    set.add(value);
    values.set(param, set);
  };
  for (const run of rows.slice(0, 500)) {
    for (const model of run.models) note('model', model);
    note('environment', run.environment);
    note('promptVersion', run.promptVersion);
    note('promptName', run.promptName);
    note('version', run.agentVersion);
    note('errorType', run.error?.type);
    note('sessionId', run.sessionId);
    note('userId', run.userId);
    for (const [key, value] of Object.entries(run.attributes ?? {})) note(`attr.${key}`, String(value));
  }
  for (const trait of traits) note(trait.field, trait.value);
  return new Map([...values].map(([param, set]) => [param, [...set].sort()]));
}

function Heading({
  histogram,
  agent,
  range,
  span,
  actions,
}: {
  histogram: HistogramData | undefined;
  agent: string | null;
  range: Range;
  span: string;
  actions: React.ReactNode;
}) {
  if (!histogram) return <h1 className="answer q">Executions</h1>;
  const { failed, unknown, successRate: rate } = histogram;
  const known = rate.value !== null && rate.low !== null && rate.high !== null && rate.n >= MIN_RUNS;
  return (
    <Answer
      actions={actions}
      sub={
        <>
          {known ? (
            <>
              success <b>{percent(rate.value ?? 0)}</b> ({bounds(rate.low ?? 0, rate.high ?? 0)})
            </>
          ) : (
            <>
              success – {rate.n} of {MIN_RUNS} runs needed for a rate
            </>
          )}
          {' · '}
          <b>
            <Money usd={histogram.costUsd} as="sum" why="price of the models unknown" />
          </b>
          {histogram.latencyP95Ms !== null && (
            <>
              {' · p95 '}
              <b>{latency(histogram.latencyP95Ms)}</b>
            </>
          )}
          {!histogram.complete && histogram.scannedTo && (
            <>
              {' · counted back to '}
              <When at={histogram.scannedTo} />
            </>
          )}
          {range.to !== null && ' · this range has an end'}
        </>
      }
    >
      {subjectOf(histogram, agent, span)}.{' '}
      {failed > 0 && <span className="text-bad">{count(failed)} failed</span>}
      {failed === 0 && histogram.total > 0 && <span className="q">None failed</span>}
      {unknown > 0 && `, ${count(unknown)} ${unknown === 1 ? 'outcome' : 'outcomes'} not known yet`}
      {histogram.total > 0 && '.'}
    </Answer>
  );
}

function Evidence({
  histogram,
  facets,
  agent,
  agents,
  onFilter,
}: {
  histogram: ReturnType<typeof useHistogram>;
  facets: ReturnType<typeof useFacets>;
  agent: string | undefined;
  agents: Agent[];
  onFilter: (filter: Filter) => void;
}) {
  const { change } = useAddress();
  const { marks: showMarks } = usePreferences();
  const range = useRange('-24h');
  const changes = useChanges(range, agent, 20);
  return (
    <div className="cols grid flex-none grid-cols-[minmax(0,1fr)_400px] gap-4">
      <section className="panel px-3.5 pt-2.5 pb-2" aria-label="Runs over time">
        <Region asked={histogram} what="The counts could not be read" rows={3}>
          {(data) => (
            <Histogram
              data={data}
              marks={
                showMarks
                  ? marksOf(changes.data?.items ?? [], Date.parse(data.from), Date.parse(data.to), !agent)
                  : []
              }
              onBrush={(from, to) => change({ from, to }, 'push')}
            />
          )}
        </Region>
      </section>
      <Region asked={facets} what="What failed runs share could not be read" rows={4} panel>
        {(data) => <SharedTraits facets={data} agents={agents} onChoose={onFilter} />}
      </Region>
    </div>
  );
}

function RunList({
  list,
  filters,
  agents,
  selectedId,
  onSelect,
  onOpen,
  onHover,
  onRemove,
  onRange,
}: {
  list: ReturnType<typeof useExecutionRows>;
  filters: Filter[];
  agents: Agent[];
  selectedId: string | null;
  onSelect: (run: Execution) => void;
  onOpen: (run: Execution) => void;
  onHover: (inside: boolean) => void;
  onRemove: (filter: Filter) => void;
  onRange: (from: string) => void;
}) {
  const { pages, rows } = list;
  const byAgent = filters.some((f) => f.param === 'agent');
  const longest = useMemo(() => {
    const known = rows.slice(0, 300).map((run) => run.durationMs ?? 0);
    return known.sort((a, b) => a - b)[Math.floor(known.length * 0.97)] ?? 1;
  }, [rows]);
  const columns = useMemo(() => executionColumns(longest * 1.1, !byAgent), [longest, byAgent]);
  const more = useCallback(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  }, [pages]);
  if (!pages.data) {
    return pages.error ? (
      <ErrorState what="The list could not be read" error={pages.error} retry={() => void pages.refetch()}>
        <button type="button" className="btn sm quiet" onClick={() => onRange('-1h')}>
          Shorter range: 1 h
        </button>
      </ErrorState>
    ) : (
      <Skeleton rows={12} height={30} />
    );
  }
  if (rows.length === 0) {
    const last = filters.at(-1);
    if (last) {
      const words = wordsOf(last, agents);
      return (
        <EmptyState
          title={
            <>
              No run matches <code>{`${words.field} ${words.op} ${words.value}`}</code>
            </>
          }
          action={
            <button type="button" className="btn sm" onClick={() => onRemove(last)}>
              Remove this filter
            </button>
          }
        >
          {list.scannedTo
            ? 'Older runs were not looked at; a shorter range looks at all of them.'
            : 'Other runs may match without it.'}
        </EmptyState>
      );
    }
    return (
      <EmptyState
        title="No run in this time"
        action={
          <>
            <button type="button" className="btn sm" onClick={() => onRange('-30d')}>
              Show 30 days
            </button>
            <a className="btn sm quiet" href="/connect">
              Connect an agent
            </a>
          </>
        }
      >
        Runs appear here as agents send them. They may lie before this range.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Runs, newest first"
      columns={columns}
      rows={rows}
      rowKey={(run) => run.id}
      selected={selectedId}
      onSelect={onSelect}
      onOpen={onOpen}
      onEnd={more}
      onHover={onHover}
      isNew={(run) => list.fresh.has(run.id)}
      footer={
        pages.isFetchingNextPage
          ? 'Older runs are being read'
          : !pages.hasNextPage && rows.length > 20
            ? `${count(rows.length)} runs, all of this range`
            : null
      }
    />
  );
}

function ActionList({ query, range }: { query: Record<string, string>; range: Range }) {
  const { params, change } = useAddress();
  const kind = params.get('kind') ?? undefined;
  const filters = {
    agent: query.agent,
    model: query.model,
    status: query.failed ? 'error' : query.status,
    kind,
  };
  const pages = useActionPages(filters, range, true);
  const rows: FleetAction[] = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const ignored = Object.keys(query).filter(
    (param) => !['agent', 'model', 'failed', 'status'].includes(param),
  );
  return (
    <Panel
      className="flex min-h-75 flex-1 flex-col"
      title="Actions"
      sub={ignored.length > 0 ? `of all runs: ${ignored.join(', ')} narrows runs only` : 'newest first'}
      tools={
        <label className="flex items-center gap-2 text-12 text-ink-3">
          Kind
          <select
            className="sel"
            value={kind ?? ''}
            onChange={(event) => change({ kind: event.target.value || null })}
          >
            <option value="">all</option>
            {[
              'llm',
              'tool',
              'retrieval',
              'embedding',
              'agent',
              'chain',
              'guardrail',
              'handoff',
              'memory',
              'other',
            ].map((k) => (
              <option key={k}>{k}</option>
            ))}
          </select>
        </label>
      }
    >
      {!pages.data ? (
        pages.error ? (
          <ErrorState
            what="The actions could not be read"
            error={pages.error}
            retry={() => void pages.refetch()}
          />
        ) : (
          <Skeleton rows={12} height={30} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title="No action in this time">Another kind or a longer range may have some.</EmptyState>
      ) : (
        <DataTable
          label="Actions, newest first"
          columns={actionColumns}
          rows={rows}
          rowKey={(a) => `${a.executionId}/${a.spanId}`}
          onEnd={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
        />
      )}
    </Panel>
  );
}
