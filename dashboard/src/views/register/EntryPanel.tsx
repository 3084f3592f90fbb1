'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { useRegisterEntry } from '@/api/register';
import type { RegisterDetail, RegisterUse, Role } from '@/api/types';
import { count } from '@/format/numbers';
import { href } from '@/shell/address';
import { covers } from '@/shell/sections';
import { isNotHere, NotHere } from '@/ui/NotHere';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { Region } from '@/ui/states';
import { Unknown, When } from '@/ui/values';
import { dayOf, glyphOf, stateOf, untilWords } from './words';

const EditDialog = dynamic(() => import('./EditDialog'), { ssr: false });
const ReviewDialog = dynamic(() => import('./ReviewDialog'), { ssr: false });

/** One agent: what people say of it, its review, and what is new since. */
export function EntryPanel({
  id,
  role,
  onClose,
}: {
  id: string;
  role: Role | undefined;
  onClose: () => void;
}) {
  const asked = useRegisterEntry(id);
  const close = (
    <button type="button" className="btn sm quiet" onClick={onClose}>
      Close <kbd>Esc</kbd>
    </button>
  );
  const name = asked.data?.agent.name;
  return (
    <section className="panel" id="entry" aria-label={name ? `Entry of ${name}` : 'Entry'}>
      <div className="head">
        <h2 className="truncate">{name ?? 'Entry'}</h2>
        <span className="flex-1" />
        {name && (
          <Link className="btn sm quiet" href={href('/agent', { id })}>
            Open agent
          </Link>
        )}
        {close}
      </div>
      {isNotHere(asked.error) ? (
        <NotHere what="agent" error={asked.error} home={href('/register')} homeName="All agents" />
      ) : (
        <Region asked={asked} what="The entry could not be read" rows={7}>
          {(entry) => <Entry entry={entry} role={role} />}
        </Region>
      )}
    </section>
  );
}

function Entry({ entry, role }: { entry: RegisterDetail; role: Role | undefined }) {
  const [asking, setAsking] = useState<'edit' | 'review' | null>(null);
  const [mayEdit, mayReview] = [covers(role, 'developer'), covers(role, 'admin')];
  return (
    <>
      <div className="pad flex flex-col gap-4">
        <ReviewSaid entry={entry} />
        <div className="flex flex-wrap items-center gap-2">
          <button type="button" className="btn go" disabled={!mayReview} onClick={() => setAsking('review')}>
            {entry.review === 'unreviewed' ? 'Review…' : 'Review again…'}
          </button>
          <button type="button" className="btn" disabled={!mayEdit} onClick={() => setAsking('edit')}>
            Edit entry…
          </button>
          {!mayReview && (
            <span className="text-12 text-ink-3">
              {mayEdit
                ? 'A review needs the role Admin.'
                : 'Editing needs the role Developer, a review the role Admin.'}
            </span>
          )}
        </div>
        <Said entry={entry} />
      </div>
      {entry.newSinceReview ? (
        <>
          <Uses
            title="New since the review"
            uses={entry.newSinceReview}
            none="Nothing that the review has not seen."
            reviewedAt={entry.reviewedAt}
          />
          <details className="border-t border-line">
            <summary className="cursor-pointer px-3.5 py-2.5 text-12 text-ink-2">
              Everything it is known to use (
              {count(entry.knownUses.tools + entry.knownUses.models + entry.knownUses.prompts)})
            </summary>
            <Uses uses={entry.known} none="Nothing yet." />
          </details>
        </>
      ) : (
        <Uses title="What it is known to use" uses={entry.known} none="Nothing yet: no run has ended." />
      )}
      <Horizon entry={entry} />
      {asking === 'edit' && <EditDialog entry={entry} onClose={() => setAsking(null)} />}
      {asking === 'review' && <ReviewDialog entry={entry} onClose={() => setAsking(null)} />}
    </>
  );
}

const RESULTS = { approved: 'Approved', restricted: 'Restricted', unreviewed: 'Review taken back' } as const;

/** Who reviewed it, when, what came of it and why. */
function ReviewSaid({ entry }: { entry: RegisterDetail }) {
  const state = stateOf(entry);
  return (
    <div className="flex gap-2.5">
      <span className="pt-0.5">
        <StatusGlyph kind={glyphOf(entry)} size={16} />
      </span>
      <div className="flex min-w-0 flex-col gap-0.5">
        {entry.reviewedAt ? (
          <>
            <p className="text-15 font-medium">
              {RESULTS[entry.review]} by {entry.reviewedBy}
            </p>
            <p className="text-12 text-ink-2">
              {dayOf(entry.reviewedAt)}
              {entry.review !== 'unreviewed' && ' · '}
              <span className={state === 'overdue' ? 'font-medium text-warn' : ''}>
                {state === 'overdue'
                  ? `overdue since ${dayOf(entry.reviewedUntil ?? entry.reviewedAt)}`
                  : untilWords(entry)}
              </span>
            </p>
            {entry.reviewReason && (
              <p className="text-12 [overflow-wrap:anywhere] text-ink-2">“{entry.reviewReason}”</p>
            )}
            {entry.review !== 'unreviewed' && entry.changedAt && entry.changedAt > entry.reviewedAt && (
              <p className="text-12 text-warn">
                {entry.changedBy} changed the entry after the review, <When at={entry.changedAt} />.
              </p>
            )}
          </>
        ) : (
          <>
            <p className="text-15 font-medium">Never reviewed</p>
            <p className="text-12 text-ink-2">Nobody has said yet that it may run as it does.</p>
          </>
        )}
      </div>
    </div>
  );
}

const notSaid = <Unknown why="nobody has said" short="not said" />;

function Said({ entry }: { entry: RegisterDetail }) {
  const rows: [string, React.ReactNode][] = [
    ['Purpose', entry.purpose ?? notSaid],
    ['Owner', entry.owner ?? notSaid],
    ['Team', entry.team ?? notSaid],
    ['Data', entry.dataClasses.length > 0 ? entry.dataClasses.join(', ') : notSaid],
    ['Risk', entry.risk ?? notSaid],
    ['First seen', <When key="first" at={entry.firstSeenAt} />],
    ...(entry.aliases.length > 0 ? [['Also known as', entry.aliases.join(', ')] as [string, string]] : []),
    ...(entry.archivedAt
      ? [['Archived', <When key="archived" at={entry.archivedAt} />] as [string, React.ReactNode]]
      : []),
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const KINDS = [
  ['tools', 'Tools'],
  ['models', 'Models'],
  ['prompts', 'Prompts'],
] as const;

function Uses({
  title,
  uses,
  none,
  reviewedAt,
}: {
  title?: string;
  uses: NonNullable<RegisterDetail['newSinceReview']>;
  none: string;
  reviewedAt?: string | null;
}) {
  const some = KINDS.filter(([kind]) => uses[kind].length > 0);
  return (
    <div className={title ? 'border-t border-line' : ''}>
      {title && (
        <div className="flex items-baseline gap-2 px-3.5 pt-2.5">
          <h3 className="text-13 font-medium">{title}</h3>
          {some.length > 0 && <span className="text-12 text-ink-3">first seen</span>}
        </div>
      )}
      {some.length === 0 ? (
        <p className="px-3.5 pt-1 pb-3 text-12 text-ink-3">{none}</p>
      ) : (
        <div className="flex flex-col gap-2 px-3.5 pt-1.5 pb-3">
          {some.map(([kind, name]) => (
            <div key={kind}>
              <h4 className="text-11 text-ink-3">{name}</h4>
              <ul aria-label={title ? `${name}, ${title.toLowerCase()}` : name}>
                {uses[kind].map((use) => (
                  <Use key={`${use.name} ${use.version}`} use={use} before={isBefore(use, reviewedAt)} />
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** What was used before the review and became known after it. */
const isBefore = (use: RegisterUse, reviewedAt: string | null | undefined): boolean =>
  !!reviewedAt && use.firstSeenAt < reviewedAt;

function Use({ use, before }: { use: RegisterUse; before: boolean }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 py-0.5 text-12">
      <code className="min-w-0 [overflow-wrap:anywhere]">
        {[use.name, use.version].filter(Boolean).join(' ')}
      </code>
      <span className="flex-1" />
      <Link className="text-ink-3 underline" href={href('/execution', { id: use.executionId })}>
        <When at={use.firstSeenAt} />
      </Link>
      {before && (
        <span className="w-full text-ink-3">
          used before the review, in a run that ended or arrived later
        </span>
      )}
    </li>
  );
}

/** Where the knowledge ends. */
function Horizon({ entry }: { entry: RegisterDetail }) {
  if (entry.usesComplete && !entry.unknownBefore) return null;
  return (
    <div className="border-t border-line px-3.5 py-2.5 text-12 text-ink-3">
      {entry.unknownBefore && (
        <p>
          What it used in runs that ended before <When at={entry.unknownBefore} /> is not known.
        </p>
      )}
      {!entry.usesComplete && <p>It has used more than 1,000 names of one kind; no more are kept.</p>}
    </div>
  );
}
