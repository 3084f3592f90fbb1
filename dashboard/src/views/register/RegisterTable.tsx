'use client';

import type { ReactNode } from 'react';
import type { RegisterEntry } from '@/api/types';
import { count } from '@/format/numbers';
import { type Column, DataTable } from '@/ui/DataTable';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Unknown } from '@/ui/values';
import { glyphOf, newOf, STATE_WORDS, stateOf, untilWords, usesWords } from './words';

const ROW = 46;
const HEAD = 30;
/** Rows that are shown before the table scrolls. */
const MOST_ROWS = 14;

function Two({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <span className="flex min-w-0 flex-col leading-[18px]">
      <span className="truncate">{first}</span>
      <span className="truncate text-ink-3">{second}</span>
    </span>
  );
}

const notSaid = <Unknown why="nobody has said" short="not said" />;

const COLUMNS: Column<RegisterEntry>[] = [
  {
    id: 'agent',
    head: 'Agent and purpose',
    width: 'minmax(180px, 2.2fr)',
    narrow: 'minmax(0, 1fr)',
    sort: 'name',
    rises: true,
    cell: (entry) => (
      <Two
        first={<span className="font-medium text-ink-1">{entry.agent.name}</span>}
        second={<span title={entry.purpose ?? undefined}>{entry.purpose ?? 'purpose not said'}</span>}
      />
    ),
  },
  {
    id: 'owner',
    head: 'Owner and team',
    width: 'minmax(110px, 1fr)',
    wide: true,
    drop: 1,
    cell: (entry) =>
      entry.owner || entry.team ? (
        <Two first={entry.owner ?? 'no owner'} second={entry.team ?? 'no team'} />
      ) : (
        notSaid
      ),
  },
  {
    id: 'data',
    head: 'Data',
    width: 'minmax(100px, 1fr)',
    wide: true,
    drop: 2,
    cell: (entry) =>
      entry.dataClasses.length > 0 ? (
        <span title={entry.dataClasses.join(', ')}>{entry.dataClasses.join(', ')}</span>
      ) : (
        notSaid
      ),
  },
  {
    id: 'risk',
    head: 'Risk',
    width: '70px',
    wide: true,
    sort: 'risk',
    cell: (entry) =>
      entry.risk ? <span className={entry.risk === 'high' ? 'font-medium' : ''}>{entry.risk}</span> : notSaid,
  },
  {
    id: 'review',
    head: 'Review',
    width: 'minmax(176px, 1.1fr)',
    narrow: '118px',
    sort: 'review',
    rises: true,
    cell: (entry) => (
      <Two
        first={
          <span className="inline-flex items-center gap-1.5">
            <StatusGlyph kind={glyphOf(entry)} />
            <span className={stateOf(entry) === 'overdue' ? 'text-warn' : ''}>
              {STATE_WORDS[stateOf(entry)]}
            </span>
          </span>
        }
        second={untilWords(entry)}
      />
    ),
  },
  {
    id: 'new',
    head: 'New since',
    title: 'Tools, models and versions of prompts that became known after the review',
    width: '78px',
    narrow: '46px',
    align: 'right',
    sort: 'newUses',
    cell: (entry) => {
      const fresh = newOf(entry);
      if (fresh === null) return <Unknown why="never reviewed, so nothing can be new since" />;
      return fresh === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="font-medium text-warn" title={usesWords(entry.newUses ?? NOTHING) ?? undefined}>
          {count(fresh)} new
        </span>
      );
    },
  },
];
const NOTHING = { tools: 0, models: 0, prompts: 0 };

/** The agents, each with what people said of it and what came of its review. */
export function RegisterTable({
  entries,
  chosen,
  sort,
  onSort,
  onChoose,
}: {
  entries: RegisterEntry[];
  chosen: string | null;
  sort: string;
  onSort: (sort: string) => void;
  onChoose: (entry: RegisterEntry) => void;
}) {
  return (
    <div className="flex flex-col" style={{ height: HEAD + Math.min(entries.length, MOST_ROWS) * ROW + 2 }}>
      <DataTable
        label="Agents in the register"
        columns={COLUMNS.map(
          (column): Column<RegisterEntry> =>
            column.id === 'agent'
              ? {
                  ...column,
                  cell: (entry: RegisterEntry) => (
                    <button
                      type="button"
                      className="block w-full min-w-0 text-left"
                      aria-expanded={entry.agent.id === chosen}
                      onClick={(event) => {
                        event.stopPropagation();
                        onChoose(entry);
                      }}
                    >
                      {column.cell(entry)}
                    </button>
                  ),
                }
              : column,
        )}
        rows={entries}
        rowKey={(entry) => entry.agent.id}
        selected={chosen}
        sort={sort}
        onSort={onSort}
        onSelect={onChoose}
        rowHeight={ROW}
      />
    </div>
  );
}
