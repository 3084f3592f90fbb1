'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { toast } from '@/shell/toasts';
import { PlainTable } from '@/ui/PlainTable';
import { CopyButton, Panel, Segments } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import { FilterBar } from '../executions/filter/FilterBar';
import type { Filter } from '../executions/filter/filters';
import { FromTo, LabelledInput, Unsaved, WhoMay } from '../settings/parts';
import { Sample } from './Sample';

const ChangeDialog = dynamic(() => import('@/ui/ChangeDialog'), { ssr: false });
const OnceDialog = dynamic(() => import('@/ui/OnceDialog'), { ssr: false });

const KNOWN = {
  agents: [],
  values: new Map([['model', ['claude-sonnet-4-5']]]),
  attributes: ['locale'],
  actionsOnly: false,
};

export default function Controls() {
  const [mode, setMode] = useState<'a' | 'b'>('a');
  const [tab, setTab] = useState<'one' | 'two'>('one');
  const [filters, setFilters] = useState<Filter[]>([{ param: 'failed', values: ['true'] }]);
  const [asking, setAsking] = useState(false);
  const [once, setOnce] = useState(false);
  const [days, setDays] = useState('120');
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
          <button type="button" className="btn" onClick={() => setOnce(true)}>
            Show a secret once
          </button>
        </Sample>
      </Panel>
      <Panel title="Settings" sub="fields, differences, what is not saved, who may">
        <div className="pad flex flex-col gap-3">
          <LabelledInput
            label="Runs"
            unit="days"
            value={days}
            problem={Number(days) > 90 ? 'This installation keeps 90 days at most.' : null}
            onChange={setDays}
          />
          <FromTo rows={[['Role', 'Admin', 'Developer']]} />
          <WhoMay needs="admin" />
          <Unsaved count={2} verb="Save policy…" onSave={() => setAsking(true)} onForget={() => undefined} />
        </div>
        <PlainTable
          label="A short list"
          rows={[
            { name: 'Lead flows', state: 'receives' },
            { name: 'ColdForge', state: 'open' },
            { name: 'Agency PM, old', state: 'switched off' },
          ]}
          rowKey={(row) => row.name}
          dim={(row) => row.state === 'switched off'}
          chosen={(row) => row.state === 'open'}
          columns={[
            { id: 'name', head: 'Name', whole: true, cell: (row) => row.name },
            { id: 'state', head: 'State', align: 'right', cell: (row) => row.state },
          ]}
        />
      </Panel>
      <FilterBar
        filters={filters}
        known={KNOWN}
        onField={() => undefined}
        onAdd={(added, instead) =>
          setFilters([
            ...filters.filter((x) => x !== instead && added.every((each) => each.param !== x.param)),
            ...added,
          ])
        }
        onRemove={(f) => setFilters(filters.filter((x) => x.param !== f.param))}
      />
      {once && (
        <OnceDialog
          title="The key “night shift” is made"
          what="This is the only time it is shown."
          values={[{ label: 'Key', value: 'ma_sample_key' }]}
          onClose={() => setOnce(false)}
        />
      )}
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
