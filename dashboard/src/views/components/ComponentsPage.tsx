'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@/api/client';
import type { Action } from '@/api/types';
import { marksOf } from '@/charts/ChangeMarks';
import { ForestRow } from '@/charts/ForestRow';
import { Histogram } from '@/charts/Histogram';
import { MiniWaterfall } from '@/charts/MiniWaterfall';
import { Neighbours } from '@/charts/Neighbours';
import { Ribbon, Spark } from '@/charts/Ribbon';
import { TimeChart } from '@/charts/TimeChart';
import { Waterfall } from '@/charts/Waterfall';
import { percent } from '@/format/numbers';
import { wilson } from '@/format/statistics';
import { FreshnessView } from '@/shell/Freshness';
import { Page } from '@/shell/Page';
import { ToastView, toast } from '@/shell/toasts';
import { Body } from '@/ui/Body';
import { ChangeList } from '@/ui/ChangeList';
import { Conversation } from '@/ui/Conversation';
import { type Column, DataTable } from '@/ui/DataTable';
import { Source } from '@/ui/Source';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';
import { CopyButton, EmptyState, ErrorState, Panel, Segments, Skeleton } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import {
  Answer,
  Count,
  Duration,
  Facts,
  Interval,
  Money,
  Points,
  TokenCount,
  Unknown,
  When,
} from '@/ui/values';
import { FilterBar } from '../executions/FilterBar';
import type { Filter } from '../executions/filters';
import { SharedTraits } from '../executions/SharedTraits';
import * as S from './samples';

const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });

const GLYPHS: [Glyph, string][] = [
  ['bad', 'failing, failed'],
  ['warn', 'slow, warning'],
  ['ok', 'in target'],
  ['better', 'better, adopted'],
  ['unknown', 'not known'],
  ['you', 'waits for you'],
  ['run', 'running'],
  ['stopped', 'stopped, idle'],
];

/** Every shared component in every state: the page on which they are looked at and tested. */
export function ComponentsPage() {
  return (
    <Page crumbs={['Reference', 'Components']}>
      <Answer sub="reference for those who build pages; every value on it is a sample">
        Every shared component in every state. <span className="q">None of them is a blank box.</span>
      </Answer>
      <div className="cols grid grid-cols-2 items-start gap-4">
        <Values />
        <Statuses />
        <States />
        <Charts />
        <Runs />
        <Controls />
      </div>
    </Page>
  );
}

function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3.5 py-2 last:border-0">
      <span className="w-24 flex-none text-12 text-ink-3">{name}</span>
      {children}
    </div>
  );
}

function Values() {
  return (
    <Panel title="Values" sub="never without their doubt">
      <Sample name="Interval">
        <Interval rate={wilson(481, 500)} />
        <Interval rate={wilson(61, 83)} form="bounds" tone="bad" />
        <Interval rate={wilson(3, 3)} />
        <Interval rate={wilson(0, 0)} />
      </Sample>
      <Sample name="Points">
        <Points difference={{ value: -0.247, low: -0.351, high: -0.164 }} />
        <Points difference={{ value: 0.021, low: 0.008, high: 0.034 }} />
        <Points difference={{ value: -0.004, low: -0.019, high: 0.009 }} />
      </Sample>
      <Sample name="Unknown">
        <Unknown why="price unknown" short="price unknown" />
      </Sample>
      <Sample name="Money">
        <Money usd="0.0184" />
        <Money usd="0.00000042" />
        <Money usd="2391.84" as="ledger" />
        <Money usd="3012.4" as="sum" />
        <Money usd={null} />
      </Sample>
      <Sample name="Duration">
        {[9, 420, 3420, 12_400, 84_000, 18_000_000].map((ms) => (
          <span key={ms}>
            <Duration ms={ms} />
          </span>
        ))}
        <Duration ms={null} />
      </Sample>
      <Sample name="Counts">
        <span>
          <Count n={2418} />
        </span>
        <span>
          <TokenCount n={1842} />
        </span>
        <span>
          <TokenCount n={1_240_000} />
        </span>
        <TokenCount n={null} />
      </Sample>
      <Sample name="When">
        <When at="2026-11-24T13:36:04.218Z" />
        <When at="2026-11-24T13:36:04.218Z" as="seconds" />
        <When at="2026-11-24T13:36:04.218Z" as="stamp" />
      </Sample>
      <Sample name="Facts">
        <Facts
          facts={[
            ['Agent', 'Email Writer'],
            [
              'Prompt',
              <span key="p" className="ver">
                v14
              </span>,
            ],
            ['Left out', null],
          ]}
        />
      </Sample>
    </Panel>
  );
}

function Statuses() {
  return (
    <Panel title="Status" sub="shape, word, then hue">
      <div className="grid grid-cols-2 gap-x-4 px-3.5 py-2">
        {GLYPHS.map(([kind, word]) => (
          <span key={kind} className="flex h-8 items-center gap-3">
            <StatusGlyph kind={kind} size={16} label={word} />
            {word}
          </span>
        ))}
      </div>
      <Sample name="Freshness">
        <FreshnessView state="live" ageMs={400} lastAnswer={S.END} />
        <FreshnessView state="reconnecting" ageMs={14_000} lastAnswer={S.END} />
        <FreshnessView state="offline" ageMs={90_000} lastAnswer={S.END} />
        <FreshnessView state="paused" ageMs={90_000} lastAnswer={S.END} />
        <FreshnessView state="live" ageMs={null} lastAnswer={0} />
      </Sample>
    </Panel>
  );
}

function States() {
  return (
    <>
      <Panel title="Loading" sub="shape of the result, after 150 ms; never for a refresh">
        <Skeleton rows={4} />
      </Panel>
      <Panel title="Empty, nothing yet">
        <EmptyState
          title="No agent has reported yet"
          action={
            <button type="button" className="btn sm">
              Connect an agent
            </button>
          }
        >
          Agents appear here with their first trace.
        </EmptyState>
      </Panel>
      <Panel title="Empty, filtered out">
        <EmptyState
          title={
            <>
              No run matches <code>locale is pt</code>
            </>
          }
          action={
            <button type="button" className="btn sm">
              Remove this filter
            </button>
          }
        >
          83 runs match without it.
        </EmptyState>
      </Panel>
      <Panel title="Error">
        <ErrorState
          what="The list could not be read"
          error={
            new ApiError(503, {
              code: 'query-timeout',
              detail: 'The database did not answer within 5 s. Intake is not affected.',
            })
          }
          retry={() => undefined}
        />
      </Panel>
      <Panel title="Not allowed">
        <EmptyState
          title="Changing an agent needs the role Developer"
          action={
            <button type="button" className="btn sm" disabled>
              Save changes…
            </button>
          }
        >
          You are a Viewer. An administrator can change your role.
        </EmptyState>
      </Panel>
      <Panel title="Done, undoable">
        <div className="pad">
          <ToastView
            toast={{
              id: 1,
              kind: 'better',
              title: 'Email Writer was changed',
              detail: 'success objective 98 → 97 %',
              undo: { label: 'Undo', run: () => undefined },
            }}
            onClose={() => undefined}
          />
        </div>
      </Panel>
    </>
  );
}

function Charts() {
  const [pointer, setPointer] = useState<number | null>(null);
  const marks = marksOf(S.CHANGES, S.START, S.END, true);
  const failing = S.ribbonOf('failing');
  return (
    <>
      <Panel title="Ribbon and spark">
        {(['steady', 'failing', 'gaps'] as const).map((kind) => (
          <Sample key={kind} name={kind}>
            <Ribbon
              points={S.ribbonOf(kind)}
              from={S.START}
              to={S.END}
              width={260}
              height={46}
              floor={0.5}
              objective={0.98}
              badFrom={kind === 'failing' ? S.START + 61 * 300_000 : null}
            />
            <Spark
              values={S.ribbonOf(kind).map((p) => p.latencyP95Ms)}
              width={64}
              height={22}
              limit={kind === 'failing' ? 4500 : null}
            />
          </Sample>
        ))}
      </Panel>
      <Panel label="TimeChart">
        <TimeChart
          title="TimeChart"
          sub="band, objective, mark, crosshair"
          value={<Interval rate={wilson(61, 83)} tone="bad" form="bounds" />}
          label="Success over time, a sample"
          series={[
            {
              tone: 'ink-2',
              points: failing.map((p, i) =>
                i > 30 && i < 38
                  ? null
                  : {
                      at: Date.parse(p.at),
                      value: p.successRate.value ?? 0,
                      low: p.successRate.low,
                      high: p.successRate.high,
                    },
              ),
            },
          ]}
          from={S.START}
          to={S.END}
          domain={[0.5, 1]}
          ticks={[0.5, 0.75, 1]}
          format={(v) => percent(v, 0)}
          objective={0.98}
          marks={marks}
          showMarkLabels
          showAxis
          badFrom={S.START + 61 * 300_000}
          height={170}
          pointer={pointer}
          onPointer={setPointer}
        />
      </Panel>
      <Panel title="Histogram" className="flex flex-col">
        <div className="pad">
          <Histogram data={S.HISTOGRAM} marks={marks} onBrush={() => undefined} />
        </div>
      </Panel>
      <SharedTraits facets={S.FACETS} agents={[]} onChoose={() => undefined} />
      <Panel title="ForestRow">
        <Sample name="below">
          <ForestRow rate={wilson(61, 83)} from={0.5} objective={0.98} bad />
        </Sample>
        <Sample name="inside">
          <ForestRow rate={wilson(1127, 1148)} from={0.5} objective={0.98} bad={false} />
        </Sample>
      </Panel>
      <Panel title="Neighbours">
        <Neighbours data={S.DEPENDENCIES} agent="a" />
      </Panel>
      <Panel title="Changes">
        <ChangeList changes={S.CHANGES} withAgent />
      </Panel>
    </>
  );
}

const COLUMNS: Column<Action>[] = [
  { id: 'name', head: 'Action', width: 'minmax(0, 1fr)', cell: (a) => a.name },
  { id: 'kind', head: 'Kind', width: '90px', wide: true, cell: (a) => a.kind },
  {
    id: 'duration',
    head: 'Duration',
    width: '70px',
    align: 'right',
    cell: (a) => <Duration ms={a.durationMs} />,
  },
];

function Runs() {
  const [chosen, setChosen] = useState<string | null>('s3');
  return (
    <>
      <Panel title="Waterfall" className="flex h-64 flex-col">
        <Waterfall actions={S.ACTIONS} mode="waterfall" selected={chosen} onSelect={setChosen} />
      </Panel>
      <Panel title="Waterfall, small">
        <div className="pad">
          <MiniWaterfall actions={S.ACTIONS} limit={4} />
        </div>
      </Panel>
      <Panel title="Conversation">
        <div className="pad">
          <Conversation
            messages={S.MESSAGES}
            failure="not valid JSON"
            place={45}
            notes={{ input: '1,842 tokens', output: '312 tokens' }}
          />
        </div>
      </Panel>
      <Panel title="DataTable" className="flex h-64 flex-col">
        <DataTable
          label="Sample actions"
          columns={COLUMNS}
          rows={S.ACTIONS}
          rowKey={(a) => a.spanId}
          selected={chosen}
          onSelect={(a) => setChosen(a.spanId)}
          least={0}
        />
      </Panel>
      <Panel title="Body and source">
        <div className="pad flex flex-col gap-2">
          <Body value={{ lead: 'nordlicht-solar', k: 4 }} />
          <Body value={'{"subject": "a"b"}'} place={15} />
        </div>
        <Source
          code={'import os\nos.environ["OTEL_SERVICE_NAME"] = "email-writer"  # its name'}
          label="A snippet"
        />
      </Panel>
    </>
  );
}

function Controls() {
  const [mode, setMode] = useState<'a' | 'b'>('a');
  const [tab, setTab] = useState<'one' | 'two'>('one');
  const [filters, setFilters] = useState<Filter[]>([{ param: 'failed', value: 'true' }]);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Panel title="Controls">
        <Sample name="Buttons">
          <button type="button" className="btn go">
            Show failed runs
          </button>
          <button type="button" className="btn">
            Show all runs
          </button>
          <button type="button" className="btn quiet">
            Export
          </button>
          <button type="button" className="btn danger">
            Delete
          </button>
          <button type="button" className="btn" disabled>
            Not allowed
          </button>
          <CopyButton text={() => 'copied'} />
        </Sample>
        <Sample name="Segments">
          <Segments
            label="A choice"
            value={mode}
            options={[
              { value: 'a', label: 'Waterfall' },
              { value: 'b', label: 'Tree' },
            ]}
            onChange={setMode}
          />
        </Sample>
        <Sample name="Tabs">
          <div className="min-w-60">
            <Tabs
              id="sample"
              label="Sample tabs"
              value={tab}
              onChange={setTab}
              tabs={[
                { value: 'one', label: 'Overview' },
                { value: 'two', label: 'Changes' },
              ]}
            />
            <TabPanel id="sample" value={tab} className="pt-2 text-12 text-ink-3">
              Panel {tab}
            </TabPanel>
          </div>
        </Sample>
        <Sample name="Dialog">
          <button type="button" className="btn" onClick={() => setAsking(true)}>
            Change something…
          </button>
          <button
            type="button"
            className="btn"
            onClick={() =>
              toast({ kind: 'better', title: 'Done', undo: { label: 'Undo', run: () => undefined } })
            }
          >
            Say it is done
          </button>
        </Sample>
      </Panel>
      <FilterBar
        filters={filters}
        agents={[]}
        values={new Map([['model', ['claude-sonnet-4-5']]])}
        onAdd={(f) => setFilters([...filters.filter((x) => x.param !== f.param), f])}
        onRemove={(f) => setFilters(filters.filter((x) => x.param !== f.param))}
      />
      {asking && (
        <ChangeDialog
          title="Change Email Writer"
          what="Success objective 98 → 97 %."
          verb="Save changes"
          reasons={['The objective was too strict']}
          onConfirm={async () => toast({ kind: 'better', title: 'Email Writer was changed' })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
