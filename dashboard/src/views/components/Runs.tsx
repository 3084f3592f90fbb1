'use client';

import { useState } from 'react';
import type { Action } from '@/api/types';
import { MiniWaterfall } from '@/charts/MiniWaterfall';
import { Waterfall } from '@/charts/Waterfall';
import { Body } from '@/ui/Body';
import { Conversation } from '@/ui/Conversation';
import { type Column, DataTable } from '@/ui/DataTable';
import { Pills } from '@/ui/Pseudonyms';
import { Source } from '@/ui/Source';
import { Panel } from '@/ui/states';
import { Duration } from '@/ui/values';
import { OutcomeList } from '../execution/Outcomes';
import { Sample } from './Sample';
import * as S from './samples';

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

export default function Runs() {
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
        />
      </Panel>
      <Panel title="Pseudonyms" sub="what was replaced before it was stored; a copy of it is what is stored">
        <Sample name="Hashed">
          <Pills text="<EMAIL:k1x9f3a7c2> <PERSON_NAME:k1x7f3a9b21>" />
        </Sample>
        <Sample name="Redacted">
          <Pills text="<CARD> <AWS_KEY>" />
        </Sample>
        <Sample name="No pill">
          <code>
            <Pills text="List<T> <DIV> 1 < 2" />
          </code>
        </Sample>
      </Panel>
      <Panel title="Outcomes">
        <div className="pad text-12">
          <OutcomeList outcomes={S.OUTCOMES} />
        </div>
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
