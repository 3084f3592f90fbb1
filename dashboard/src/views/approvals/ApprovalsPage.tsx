'use client';

import { useEffect, useState } from 'react';
import { MOST_PAST, useApproval, useApprovalSummary } from '@/api/govern';
import { useStatus } from '@/api/queries';
import type { Approval, Role } from '@/api/types';
import { count, elapsed, NBSP, numberWord } from '@/format/numbers';
import { clock, clockSeconds, zoneOffset } from '@/format/time';
import { useAddress, useAddressValue } from '@/shell/address';
import { useCommands } from '@/shell/commands';
import { useHydrated } from '@/shell/hydrated';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { covers } from '@/shell/sections';
import { EmptyState, Panel, Region, Segments } from '@/ui/states';
import { Answer, useZone } from '@/ui/values';
import { AgentFilter } from './AgentFilter';
import { Chosen, runAddress } from './Chosen';
import { Decide, unanswered } from './Decide';
import { metValue } from './met';
import { QueueRow } from './Queue';
import { StopPanel } from './StopPanel';
import { endedAt, isSoon, leftOf, stateAt, useQueue, useSeconds } from './waiting';

type Show = 'waiting' | 'decided' | 'all';

const DAY_MS = 86_400_000;

/** Past questions beside those that wait. */
const RECENT = 8;

/** Approvals: which tool calls wait for a person, and what is stopped? */
export function ApprovalsPage() {
  const { params, change, router } = useAddress();
  const role = useStatus().data?.principal.role;
  const agent = params.get('agent') ?? undefined;
  const queue = useQueue(agent);
  const now = useSeconds();
  const [wanted, choose] = useAddressValue('sel');
  const [pinned, pin] = useState<string | null>(null);
  const show = (['decided', 'all'] as const).find((each) => each === params.get('show')) ?? 'waiting';
  const recent = queue.past.slice(0, RECENT);
  const list =
    show === 'waiting' ? [...queue.waiting, ...recent] : show === 'decided' ? queue.over : queue.all;
  // The choice stays where it is while others come and go: a key must not decide about another call.
  const id = wanted ?? pinned;
  // Before it is known what waits, nothing is chosen: it would be something that is over.
  const first = queue.asked.data ? (list[0]?.id ?? null) : null;
  useEffect(() => {
    if (id === null && first !== null) pin(first);
  }, [id, first]);
  const listed = queue.all.find((each) => each.id === id);
  const loaded = !!queue.asked.data && !!queue.decided.data;
  const alone = useApproval(!listed && loaded ? id : null);
  const chosen = listed ?? alone.data;
  const run = chosen && runAddress(chosen);
  const move = (by: number) => {
    const next = list[Math.max(0, Math.min(list.length - 1, list.findIndex((each) => each.id === id) + by))];
    if (next) choose(next.id);
  };
  useKeys([
    { key: 'j', does: 'next tool call', run: () => move(1) },
    { key: 'k', does: 'previous tool call', run: () => move(-1) },
    { key: 'Enter', does: 'open the run', run: () => run && router.push(run) },
  ]);
  useCommands('Do, on this page', [
    ...(run ? [{ id: 'open-run', icon: 'executions' as const, title: 'Open the run', href: run }] : []),
    {
      id: 'decided',
      icon: 'approvals',
      title: 'Show what was decided',
      run: () => change({ show: 'decided' }),
    },
  ]);
  return (
    <Page crumbs={['Govern', 'Approvals']}>
      <Head waiting={queue.waiting} past={queue.over} known={loaded} role={role} />
      <div className="approvals">
        <section className="panel" aria-label="Tool calls">
          <div className="head">
            <Segments<Show>
              label="Which tool calls"
              value={show}
              options={[
                {
                  value: 'waiting',
                  label: `Waiting ${queue.asked.data ? count(queue.waiting.filter((each) => stateAt(each, now) === 'pending').length) : ''}`,
                },
                { value: 'decided', label: 'Decided' },
                { value: 'all', label: 'All' },
              ]}
              onChange={(value) => change({ show: value === 'waiting' ? null : value })}
            />
            <span className="flex-1" />
            <span className="sub">
              {show === 'waiting'
                ? 'soonest to expire first'
                : show === 'decided'
                  ? 'newest decision first'
                  : 'newest first'}
            </span>
          </div>
          <AgentFilter
            agent={agent}
            known={queue.all}
            onChange={(next) => {
              pin(null);
              change({ agent: next, sel: null });
            }}
          />
          <Region
            asked={show === 'waiting' ? queue.asked : queue.decided}
            what="The tool calls could not be read"
            rows={4}
            height={62}
          >
            {() => (
              <>
                {show === 'waiting' && queue.waiting.length === 0 && <NothingWaits past={queue.over} />}
                <Rows
                  label={show === 'waiting' ? 'Waiting' : show === 'decided' ? 'Decided' : 'All'}
                  items={show === 'waiting' ? queue.waiting : list}
                  chosen={id}
                  choose={choose}
                />
                {show === 'waiting' && queue.asked.data?.nextCursor && (
                  <p className="px-3.5 py-2.5 text-12 text-ink-3">
                    More wait than these: the {count(queue.asked.data.items.length)} that expire first are
                    shown.
                  </p>
                )}
                {show !== 'waiting' && list.length === 0 && (
                  <EmptyState
                    title={
                      agent
                        ? 'No tool call of this agent was asked about'
                        : 'No tool call was asked about yet'
                    }
                  >
                    A rule with the effect “ask” makes an SDK wait for a person.
                  </EmptyState>
                )}
                {show === 'waiting' && recent.length > 0 && (
                  <>
                    <h2 className="flex flex-wrap justify-between gap-x-3 border-b border-line px-3.5 py-2 text-12 text-ink-2">
                      Decided before <Today />
                    </h2>
                    <Rows label="Decided before" items={recent} chosen={id} choose={choose} />
                  </>
                )}
                {show !== 'waiting' && (queue.decided.data?.items.length ?? 0) >= MOST_PAST && (
                  <p className="px-3.5 py-2.5 text-12 text-ink-3">
                    The last {MOST_PAST} that are over are shown.
                  </p>
                )}
              </>
            )}
          </Region>
          <p className="only-wide flex flex-wrap items-center gap-1.5 px-3.5 py-2.5 text-12 text-ink-3">
            <kbd>J</kbd> <kbd>K</kbd> move <kbd>Y</kbd> approve <kbd>N</kbd> deny <kbd>↵</kbd> open the run
          </p>
        </section>
        {chosen ? (
          <Chosen approval={chosen} role={role} />
        ) : (
          <Panel label="The chosen tool call">
            {loaded && (id === null || alone.error) ? (
              <EmptyState title={id === null ? 'Nothing to decide' : 'This question is not kept here'}>
                {id === null
                  ? 'A rule with the effect “ask” makes an SDK wait here for a person. Rules are on the Policy tab of each agent.'
                  : 'It was asked more than 90 days ago, was deleted with its run, or belongs to another organization.'}
              </EmptyState>
            ) : (
              <Region asked={queue.asked} what="The tool call could not be read" rows={5}>
                {() => null}
              </Region>
            )}
          </Panel>
        )}
        <div className="side flex min-w-0 flex-col gap-4">
          {chosen && <Decide key={chosen.id} approval={chosen} role={role} />}
          <StopPanel role={role} beside={chosen?.agent ?? null} />
        </div>
      </div>
    </Page>
  );
}

function Rows({
  label,
  items,
  chosen,
  choose,
}: {
  label: string;
  items: Approval[];
  chosen: string | null;
  choose: (id: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <ul aria-label={label}>
      {items.map((each) => (
        <QueueRow
          key={each.id}
          approval={each}
          chosen={each.id === chosen}
          onChoose={() => {
            choose(each.id);
            // On a small screen the chosen call is below the list.
            if (window.innerWidth < 900)
              setTimeout(() => document.getElementById('chosen')?.scrollIntoView({ block: 'start' }), 0);
          }}
        />
      ))}
    </ul>
  );
}

/** What was decided since midnight, and how fast. */
function Today() {
  const now = useSeconds();
  const zone = useZone();
  const hydrated = useHydrated();
  const offset = zoneOffset(now, zone);
  const midnight = Math.floor((now + offset) / DAY_MS) * DAY_MS - offset;
  const summary = useApprovalSummary(hydrated && now > 0 ? new Date(midnight).toISOString() : '').data;
  if (!summary) return null;
  return (
    <span className="text-ink-3">
      {summary.ended === 0 ? 'none today' : `today ${count(summary.ended)} in all`}
      {summary.unanswered > 0 && `, ${count(summary.unanswered)} unanswered`}
      {summary.medianDecisionMs !== null && `, half decided within ${elapsed(summary.medianDecisionMs)}`}
    </span>
  );
}

function NothingWaits({ past }: { past: Approval[] }) {
  const zone = useZone();
  const last = past.find((each) => each.decidedAt);
  return (
    <EmptyState title={`Nothing waits${last ? `; last decision ${clock(endedAt(last), zone)}` : ''}`}>
      A tool call appears here as soon as a rule asks about it.
    </EmptyState>
  );
}

/** How many wait, which runs out next, and what happens then. */
function Head({
  waiting,
  past,
  known,
  role,
}: {
  waiting: Approval[];
  past: Approval[];
  known: boolean;
  role: Role | undefined;
}) {
  const now = useSeconds();
  const zone = useZone();
  const hydrated = useHydrated();
  const pending = waiting.filter((each) => stateAt(each, now) === 'pending');
  const next = pending[0];
  const otherwise = unanswered(next);
  const n = pending.length;
  const value = next ? metValue(next)?.replaceAll(' ', NBSP) : null;
  const word = numberWord(n);
  const who = covers(role, 'admin') ? 'you' : 'an Admin';
  const last = past.find((each) => each.decidedAt);
  if (!hydrated || !known)
    return (
      <Answer>
        <span className="q">Approvals</span>
      </Answer>
    );
  return (
    <Answer
      sub={
        <>
          {n > 0 ? 'The runs that asked hold still, everything else goes on · time now ' : 'Time now '}
          <b>{clockSeconds(now, zone)}</b>
        </>
      }
    >
      {next ? (
        <>
          {word[0]?.toUpperCase()}
          {word.slice(1)} tool {n === 1 ? 'call waits' : 'calls wait'} for {who}.{' '}
          <span className={isSoon(next, now) ? 'text-warn' : undefined}>
            <code>{next.tool}</code> of {next.agent.name}
            {value && ` (${value})`} expires in {elapsed(leftOf(next, now))}
          </span>{' '}
          <span className="q">{otherwise ? `and is then ${otherwise}.` : 'and then its rule decides.'}</span>
        </>
      ) : (
        <>
          Nothing waits.{' '}
          <span className="q">
            {last ? `Last decision ${clock(endedAt(last), zone)}.` : 'No tool call was decided yet.'}
          </span>
        </>
      )}
    </Answer>
  );
}
