'use client';

import Link from 'next/link';
import { ApiError } from '@/api/client';
import { useConversation } from '@/api/queries';
import type { Conversation, Turn as TurnOf } from '@/api/types';
import { count, cut, duration, moneyPerRun, plural, roughly, tokens } from '@/format/numbers';
import { href, useAddress } from '@/shell/address';
import { Page } from '@/shell/Page';
import { Body, textOf } from '@/ui/Body';
import { CopyText } from '@/ui/CopyText';
import { Pills } from '@/ui/Pseudonyms';
import { glyphOfOutcome, outcomeOf, StatusGlyph, wordOfOutcome } from '@/ui/StatusGlyph';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer, Facts, Money, When } from '@/ui/values';
import { titleOf } from '../executions/title';

/** Session: what happened in this conversation? */
export function SessionPage() {
  const { params } = useAddress();
  const id = params.get('id');
  const session = useConversation(id);
  if (session.data) return <SessionView session={session.data} />;
  return (
    <Page crumbs={[{ name: 'Executions', href: '/executions' }, 'Session']}>
      <h1 className="answer q">Session</h1>
      <Panel label="Session">
        {!id || (session.error instanceof ApiError && session.error.status === 404) ? (
          <EmptyState
            title={id ? 'This session is not here' : 'No session was named'}
            action={
              <Link className="btn sm" href="/executions">
                All runs
              </Link>
            }
          >
            {id ? (
              <>
                No run of this organization belongs to session <code>{cut(id, 60)}</code>.
              </>
            ) : (
              'The address of a session carries its id.'
            )}
          </EmptyState>
        ) : session.error ? (
          <ErrorState
            what="The session could not be read"
            error={session.error}
            retry={() => session.refetch()}
          />
        ) : (
          <Skeleton />
        )}
      </Panel>
    </Page>
  );
}

function SessionView({ session }: { session: Conversation }) {
  const runs = session.executions;
  const failed = runs.filter((run) => outcomeOf(run) === 'failed').length;
  const names = [...new Set(runs.map((run) => run.agent.name))];
  const length = Date.parse(session.lastAt) - Date.parse(session.startedAt);
  const spent = runs.reduce((sum, run) => sum + (run.inputTokens ?? 0) + (run.outputTokens ?? 0), 0);
  return (
    <Page
      crumbs={[{ name: 'Executions', href: '/executions' }, cut(session.id, 32)]}
      title={`Session ${cut(session.id, 32)}`}
    >
      <div className="flex flex-col gap-1.5">
        <Answer
          actions={
            <Link
              className="btn"
              href={href('/executions', { sessionId: session.id, from: session.startedAt })}
            >
              Show as a list
            </Link>
          }
        >
          {plural(runs.length, 'run')} of {names.length === 1 ? names[0] : plural(names.length, 'agent')}
          {length > 60_000 ? ` over ${roughly(length)}` : ''}.{' '}
          {failed > 0 ? (
            <span className="text-bad">{count(failed)} failed.</span>
          ) : (
            <span className="q">None failed.</span>
          )}
        </Answer>
        <Facts
          facts={[
            ['Started', <When key="s" at={session.startedAt} as="stamp" />],
            ['Last', <When key="l" at={session.lastAt} as="stamp" />],
            [
              'Total cost',
              <Money key="c" usd={session.totalCostUsd} as="sum" why="no price known for a model" />,
            ],
            ['Tokens', spent > 0 ? tokens(spent) : null],
            [
              'User',
              runs[0]?.userId ? (
                <Link
                  key="u"
                  className="hover:underline"
                  href={href('/executions', { userId: runs[0].userId })}
                >
                  <Pills text={runs[0].userId} />
                </Link>
              ) : null,
            ],
            ['Session', <CopyText key="i" text={session.id} shown={cut(session.id, 36)} what="session id" />],
          ]}
        />
      </div>
      <ol className="flex max-w-[980px] flex-col gap-4">
        {runs.map((run) => (
          <Turn key={run.id} run={run} />
        ))}
      </ol>
    </Page>
  );
}

/** One run of the conversation: what went in, what came out, and what came of it. */
function Turn({ run }: { run: TurnOf }) {
  const outcome = outcomeOf(run);
  const has = (v: unknown) => v !== null && v !== undefined && textOf(v) !== '';
  const side = (value: unknown) =>
    typeof value === 'string' && !/^\s*[[{]/.test(value) ? (
      <div className="prose">
        <Pills text={cut(value, 2_000)} />
      </div>
    ) : (
      <Body value={value} limit={700} />
    );
  return (
    <li className="panel">
      <div className="head tall">
        <StatusGlyph kind={glyphOfOutcome(outcome)} size={14} label={wordOfOutcome(outcome)} />
        <h2 className="truncate">
          <Link className="hover:underline" href={href('/execution', { id: run.id })}>
            <Pills text={titleOf(run)} />
          </Link>
        </h2>
        <span className="sub">
          {[
            titleOf(run) === run.agent.name ? null : run.agent.name,
            run.durationMs === null ? null : duration(run.durationMs),
            run.costUsd === null ? null : moneyPerRun(run.costUsd),
            plural(run.actionCount, 'action'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="flex-1" />
        <span className="text-12 text-ink-3">
          <When at={run.startedAt} as="stamp" />
        </span>
      </div>
      <div className="pad flex flex-col gap-3">
        {has(run.input) && (
          <div className="msg">
            <div className="who">
              <b>In</b>
            </div>
            {side(run.input)}
          </div>
        )}
        {has(run.output) && (
          <div className="msg">
            <div className="who">
              <b>Out</b>
            </div>
            {side(run.output)}
          </div>
        )}
        {run.error && outcome === 'failed' && (
          <div className="msg bad">
            <div className="who">
              <b className="text-bad!">Failed</b>
              <span className="text-bad">{run.headline ?? run.error.type}</span>
            </div>
            {run.error.message && <Body value={run.error.message} />}
          </div>
        )}
        {!has(run.input) && !has(run.output) && !run.error && (
          <p className="text-12 text-ink-3">The agent sent this run without its content.</p>
        )}
      </div>
    </li>
  );
}
