'use client';

import { useMemo, useState } from 'react';
import { useAuditPages, useVerification } from '@/api/settings';
import type { JournalEntry } from '@/api/types';
import { count, plural, shortId } from '@/format/numbers';
import { textOf } from '@/ui/Body';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { CopyButton, EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { When } from '@/ui/values';
import { actionWords, useSubjectNames } from './audit-words';
import type { SectionProps } from './parts';

/** Audit: the journal, and whether its chain holds. */
export default function Audit(_: SectionProps) {
  const pages = useAuditPages(true);
  const [filter, setFilter] = useState('');
  const entries = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const nameOf = useSubjectNames();
  const word = filter.trim().toLowerCase();
  const shown = entries.filter(
    (e) =>
      !word ||
      `${e.actor} ${e.action} ${actionWords(e.action)} ${nameOf(e.subject)} ${e.subject} ${e.reason ?? ''}`
        .toLowerCase()
        .includes(word),
  );
  return (
    <>
      <ChainState />
      <Panel
        title="Changes"
        sub={pages.data ? `newest first, ${count(entries.length)} loaded` : undefined}
        tools={
          <input
            className="field h-6.5! w-44!"
            aria-label="Filter by person, change and reason"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        }
      >
        {!pages.data ? (
          pages.error ? (
            <ErrorState
              what="The journal could not be read"
              error={pages.error}
              retry={() => void pages.refetch()}
            />
          ) : (
            <Skeleton rows={10} />
          )
        ) : entries.length === 0 ? (
          <EmptyState title="No changes yet">Every change is listed here, with its reason.</EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState
            title={
              <>
                No entry matches <code>{filter}</code>
              </>
            }
            action={
              <button type="button" className="btn sm" onClick={() => setFilter('')}>
                Clear filter
              </button>
            }
          >
            {pages.hasNextPage ? 'Older entries have not been read yet.' : 'All entries have been searched.'}
          </EmptyState>
        ) : (
          <ol>
            {shown.map((entry) => (
              <Entry key={entry.id} entry={entry} nameOf={nameOf} />
            ))}
          </ol>
        )}
        {pages.hasNextPage && (
          <div className="border-t border-line px-3.5 py-2.5">
            <button
              type="button"
              className="btn sm"
              disabled={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {pages.isFetchingNextPage ? 'Reading…' : 'Older entries'}
            </button>
          </div>
        )}
      </Panel>
    </>
  );
}

/** Whether every entry follows the one before it: asked for, because it reads all of them. */
function ChainState() {
  const [wanted, setWanted] = useState(false);
  const verified = useVerification(wanted);
  const result = verified.data;
  const verify = (
    <button
      type="button"
      className="btn"
      disabled={verified.isFetching}
      onClick={() => (wanted ? void verified.refetch() : setWanted(true))}
    >
      {verified.isFetching ? 'Verifying…' : result ? 'Verify again' : 'Verify'}
    </button>
  );
  const bad = result && !result.valid;
  return (
    <section
      className={`panel flex flex-wrap items-center gap-x-3 gap-y-2 px-3.5 py-3 ${bad ? 'border-bad!' : ''}`}
      aria-label="State of the chain"
    >
      <StatusGlyph kind={result ? (bad ? 'bad' : 'better') : verified.error ? 'warn' : 'unknown'} size={18} />
      <div className="min-w-0 flex-1 basis-60" aria-live="polite">
        <div className={`font-medium ${bad ? 'text-bad' : ''}`}>
          {result
            ? bad
              ? `The chain is broken at entry ${count(result.brokenAt ?? 0)}`
              : `Verified: ${plural(result.entries, 'entry', 'entries')}`
            : verified.error
              ? 'The chain could not be verified'
              : 'Not verified yet'}
        </div>
        <div className="text-12 text-ink-3 [overflow-wrap:anywhere]">
          {result ? (
            bad ? (
              'That entry, or one before it, was changed or removed in the database. Compare with a backup.'
            ) : (
              <>
                Keep this hash elsewhere to detect truncation:{' '}
                <code title={result.head ?? undefined}>{shortId(result.head ?? '–')}</code>{' '}
                {result.head && <CopyButton text={() => result.head ?? ''} />}
              </>
            )
          ) : (
            'Each entry holds the hash of the one before. Verifying reads all of them.'
          )}
        </div>
      </div>
      {verify}
    </section>
  );
}

function Entry({ entry, nameOf }: { entry: JournalEntry; nameOf: (subject: string) => string }) {
  return (
    <li className="audit-row">
      <span className="text-12 text-ink-3">
        <When at={entry.at} as="stamp" />
      </span>
      <span className="truncate font-medium" title={entry.actor}>
        {entry.actor}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span title={entry.action}>{actionWords(entry.action)}</span>{' '}
        <span className="text-ink-2" title={entry.subject}>
          {nameOf(entry.subject)}
        </span>
        {entry.reason && <span className="block text-12 text-ink-3">“{entry.reason}”</span>}
        {entry.details && (
          <details className="text-12 text-ink-3">
            <summary className="cursor-pointer">Details</summary>
            <div className="code mt-1">{textOf(entry.details)}</div>
          </details>
        )}
      </span>
      <code className="hash text-ink-3" title={entry.hash}>
        {entry.id} · {entry.hash.slice(0, 8)}
      </code>
    </li>
  );
}
