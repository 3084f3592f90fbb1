'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Fragment } from 'react';
import { get, path } from '@/api/client';
import { useAction } from '@/api/queries';
import type { Action, Comparison, List } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { duration, shortId, tokens } from '@/format/numbers';
import { href } from '@/shell/address';
import { align, type Pair } from '@/ui/align';
import { Body, placeOf } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { EmptyState, Panel, Region } from '@/ui/states';

const ACTIONS = 200;
const TEXT = 900;

interface One {
  id: string;
  of: string;
}

/** A failed run and a good one: of the newer version that fails, and of the older one that does not, where there are such. */
export function pairOf({ a, b }: Comparison): { failed: One | null; good: One | null } {
  const pick = (first: [string | null, string], second: [string | null, string]): One | null =>
    first[0] ? { id: first[0], of: first[1] } : second[0] ? { id: second[0], of: second[1] } : null;
  return {
    failed: pick([b.failedExecutionId, b.key], [a.failedExecutionId, a.key]),
    good: pick([a.goodExecutionId, a.key], [b.goodExecutionId, b.key]),
  };
}

const useSteps = (id: string) =>
  useQuery({
    queryKey: ['steps', id],
    queryFn: ({ signal }) =>
      get<List<Action>>(path`/executions/${id}/actions`, { parent: 'all', limit: ACTIONS }, signal),
  });

/** The steps of a run in the order in which they began, without the run itself. */
const stepsOf = (list: List<Action>): Action[] =>
  list.items
    .filter((action) => action.parentId !== null)
    .sort((x, y) => x.startedAt.localeCompare(y.startedAt));

/** The name without the model, which two versions may call by the same step. */
export const stepName = ({ name, model }: Action): string => (model ? name.replace(model, '').trim() : name);

const differs = ({ a, b }: Pair<Action>): boolean => a === null || b === null || a.status !== b.status;

const briefly = (action: Action): string =>
  action.outputTokens !== null
    ? `${tokens(action.outputTokens)} tokens`
    : action.durationMs === null
      ? '–'
      : duration(action.durationMs);

function Step({ run, action, missing }: { run: string; action: Action | null; missing: string }) {
  if (!action) return <span className="truncate text-ink-3">{missing}</span>;
  const kind = kindOf(action.kind);
  const bad = action.status === 'error';
  return (
    <Link
      className={`flex min-w-0 items-center gap-2 hover:underline ${bad ? 'text-bad' : ''}`}
      href={href('/execution', { id: run, action: action.spanId })}
      title={action.error?.message ?? action.name}
    >
      <Icon name={kind.icon} size={13} style={{ color: kind.hue }} />
      <span className="min-w-0 flex-1 truncate">{action.name}</span>
      <span className="only-wide flex-none text-11 text-ink-3">{bad ? 'failed' : briefly(action)}</span>
    </Link>
  );
}

function RunHead({ one, failed }: { one: One; failed: boolean }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusGlyph kind={failed ? 'bad' : 'ok'} size={14} />
      <b className={failed ? 'font-semibold text-bad' : 'font-semibold'}>{failed ? 'Failed' : 'Good'}</b>
      <Link
        className="link min-w-0 truncate font-mono text-12 max-sm:shrink-[99]"
        href={href('/execution', { id: one.id })}
        title={one.id}
      >
        {shortId(one.id)}
      </Link>
      <span className="min-w-0 flex-none truncate text-ink-3">{one.of}</span>
    </span>
  );
}

/** What one action was given, with the place at which it broke. */
function Given({ run, action, failed }: { run: string; action: Action; failed: boolean }) {
  const detail = useAction(run, action.spanId);
  const content = detail.data ? (detail.data.input ?? detail.data.output) : undefined;
  return (
    <div className="min-w-0">
      <div className="mb-1 text-11 text-ink-3">
        {detail.data?.input === null && detail.data.output !== null ? 'answer of' : 'given to'} {action.name}
      </div>
      {content === undefined ? (
        <div className="code">…</div>
      ) : content === null ? (
        <p className="text-12 text-ink-3">Its content was not sent, or your role may not read it.</p>
      ) : (
        <Body value={content} place={failed ? placeOf(action.error?.message) : null} limit={TEXT} />
      )}
    </div>
  );
}

function Steps({ failed, good, rows }: { failed: One; good: One; rows: Pair<Action>[] }) {
  const first = rows.findIndex(differs);
  const broke = rows.findLast((row) => row.a?.status === 'error')?.a ?? null;
  const same = broke && rows.find((row) => row.b?.name === broke.name)?.b;
  return (
    <>
      <div className="pair">
        <RunHead one={failed} failed />
        <span />
        <RunHead one={good} failed={false} />
        {rows.slice(0, 24).map((row, i) => (
          <Fragment key={`${row.a?.spanId}-${row.b?.spanId}`}>
            <Step run={failed.id} action={row.a} missing="not reached" />
            <span className={i === first ? 'text-center font-semibold' : 'text-center text-ink-3'}>
              {differs(row) ? '≠' : '='}
            </span>
            <Step run={good.id} action={row.b} missing="not needed" />
          </Fragment>
        ))}
      </div>
      {broke && (
        <div className="border-t border-line">
          <p className="px-3.5 pt-2.5 text-12">
            <code className="text-bad">{broke.name}</code> failed
            {broke.error?.message && (
              <span className="text-ink-2">
                {': '}
                <Pills text={broke.error.message} />
              </span>
            )}
          </p>
          <div className="grid grid-cols-1 gap-3 p-3.5 sm:grid-cols-2">
            <Given run={failed.id} action={broke} failed />
            {same ? (
              <Given run={good.id} action={same} failed={false} />
            ) : (
              <p className="text-12 text-ink-3">The good run has no {broke.name}.</p>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Both({ failed, good }: { failed: One; good: One }) {
  const left = useSteps(failed.id);
  const right = useSteps(good.id);
  const asked = {
    data: left.data && right.data ? { a: left.data, b: right.data } : undefined,
    error: left.error ?? right.error,
    isPending: left.isPending || right.isPending,
    refetch: () => [left.refetch(), right.refetch()],
  };
  return (
    <Region asked={asked} what="The steps of the two runs could not be read" rows={8} height={26}>
      {({ a, b }) => (
        <Steps
          failed={failed}
          good={good}
          rows={align(stepsOf(a), stepsOf(b), (x, y) => stepName(x) === stepName(y))}
        />
      )}
    </Region>
  );
}

/** One run that failed beside one that did not: where they first differ, and the text that broke. */
export function RunPair({ comparison }: { comparison: Comparison }) {
  const { failed, good } = pairOf(comparison);
  return (
    <Panel title="A failed run and a good one" sub="their steps side by side">
      {failed && good ? (
        <Both failed={failed} good={good} />
      ) : (
        <EmptyState title={failed ? 'No good run to compare with' : 'No run failed'}>
          {failed
            ? 'Every run of both versions in this range failed.'
            : 'No run of either version failed in this range.'}
        </EmptyState>
      )}
    </Panel>
  );
}
