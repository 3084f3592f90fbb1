'use client';

import Link from 'next/link';
import { useAgent, useComparison, useGroups } from '@/api/queries';
import type { Range } from '@/api/time-range';
import type { ComparedSide, Comparison } from '@/api/types';
import { plural } from '@/format/numbers';
import { href, useAddress, useRange } from '@/shell/address';
import { useKeys } from '@/shell/keys';
import { Page } from '@/shell/Page';
import { Icon } from '@/ui/icons';
import { isNotHere, NotHere } from '@/ui/NotHere';
import { EmptyState, ErrorState, Panel, Skeleton } from '@/ui/states';
import { Answer, When } from '@/ui/values';
import { sentenceOf } from './measures';
import { PromptDiff } from './PromptDiff';
import { RunPair } from './RunPair';
import { SideBySide } from './SideBySide';

const KINDS = { promptVersion: 'prompt version', model: 'model', version: 'agent version' } as const;
type By = keyof typeof KINDS;
const byOf = (text: string | null): By => (text && text in KINDS ? (text as By) : 'promptVersion');

/** Compare: how do two versions of an agent differ, and does it matter? */
export function ComparePage() {
  const { params } = useAddress();
  const id = params.get('id');
  const of = { by: byOf(params.get('by')), a: params.get('a') ?? '', b: params.get('b') ?? '' };
  const range = useRange();
  const agent = useAgent(id, 20_000);
  const asked = useComparison(id, of, range);
  const name = agent.data?.name ?? asked.data?.agent.name ?? 'Agent';
  const both = of.a && of.b ? `${of.a} and ${of.b}` : 'Compare';
  const error = agent.error ?? asked.error;
  return (
    <Page
      crumbs={[{ name: 'Fleet', href: href('/fleet') }, { name, href: href('/agent', { id }) }, both]}
      title={`${both} of ${name}`}
    >
      {asked.data ? (
        <Compared comparison={asked.data} range={range} />
      ) : (
        <>
          <h1 className="answer q">{both}</h1>
          <Panel label="Comparison">
            {!id || isNotHere(error) ? (
              <NotHere
                what="comparison"
                error={id && isNotHere(error) ? error : null}
                home={id ? href('/agent', { id }) : href('/fleet')}
                homeName={id ? 'Back to the agent' : 'All agents'}
              />
            ) : !of.a || !of.b ? (
              <EmptyState
                title="Two versions are needed"
                action={<Versions agent={id} by={of.by} a={of.a} b={of.b} range={range} />}
              >
                Choose the {KINDS[of.by]}s to compare.
              </EmptyState>
            ) : error ? (
              <ErrorState
                what="The two versions could not be compared"
                error={error}
                retry={() => asked.refetch()}
              />
            ) : (
              <Skeleton rows={4} height={40} head={31} />
            )}
          </Panel>
        </>
      )}
    </Page>
  );
}

/** Which two are compared; the arrows turn them round. */
function Versions({
  agent,
  by,
  a,
  b,
  range,
}: {
  agent: string | null;
  by: By;
  a: string;
  b: string;
  range: Range;
}) {
  const { change } = useAddress();
  const groups = useGroups(by, { agent, limit: 50 }, range, { enabled: !!agent });
  const known = (groups.data?.items ?? []).flatMap((group) => (group.key ? [group.key] : []));
  const select = (label: string, value: string, onChange: (value: string) => void) => (
    <select
      className="field h-7.5! w-auto! max-w-[180px]"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {value === '' && <option value="">choose…</option>}
      {[...new Set([...known, ...(value ? [value] : [])])].map((key) => (
        <option key={key} value={key}>
          {key}
        </option>
      ))}
    </select>
  );
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      {select(`Older ${KINDS[by]}`, a, (next) => change({ a: next }))}
      <button
        type="button"
        className="btn sm quiet"
        aria-label="Turn round"
        onClick={() => change({ a: b, b: a })}
      >
        <Icon name="handoff" size={14} />
      </button>
      {select(`Newer ${KINDS[by]}`, b, (next) => change({ b: next }))}
    </span>
  );
}

const Between = ({ side }: { side: ComparedSide }) => (
  <>
    {' from '}
    <When at={side.from} /> to <When at={side.to} />
  </>
);

/** The runs of one side; their time too, where the other side has another. */
function Seen({ side, other }: { side: ComparedSide; other: ComparedSide }) {
  return (
    <>
      <b>{side.key}</b>: {plural(side.executions, 'run')}
      {!sameTime(side, other) && <Between side={side} />}
      {side.firstSeenAt && (
        <>
          , first seen <When at={side.firstSeenAt} />
        </>
      )}
    </>
  );
}

const sameTime = (a: ComparedSide, b: ComparedSide) => a.from === b.from && a.to === b.to;

function Compared({ comparison, range }: { comparison: Comparison; range: Range }) {
  const { params, router } = useAddress();
  const { agent, a, b } = comparison;
  const by = byOf(params.get('by'));
  const { lead, rest } = sentenceOf(comparison);
  const worse = comparison.verdicts.successRate === 'worse';
  const failed = href('/executions', {
    agent: agent.id,
    [by]: b.key,
    failed: 'true',
    from: range.from,
    to: range.to,
  });
  useKeys([
    { key: 'Escape', does: 'back to the agent', run: () => router.push(href('/agent', { id: agent.id })) },
    ...(worse ? [{ key: 'Enter', does: `failed runs of ${b.key}`, run: () => router.push(failed) }] : []),
  ]);
  return (
    <>
      <Answer
        sub={
          <>
            {agent.name} · <Seen side={a} other={b} /> · <Seen side={b} other={a} />
            {sameTime(a, b) && (
              <>
                {' ·'}
                <Between side={a} />
              </>
            )}
          </>
        }
        actions={
          <>
            <Versions agent={agent.id} by={by} a={a.key} b={b.key} range={range} />
            {worse && (
              <Link className="btn go" href={failed}>
                Failed runs of {b.key}
                <kbd>↵</kbd>
              </Link>
            )}
          </>
        }
      >
        <span className={worse ? 'text-bad' : undefined}>{lead}</span> <span className="q">{rest}</span>
      </Answer>
      <SideBySide comparison={comparison} />
      <div className="cols grid grid-cols-2 items-start gap-4">
        <PromptDiff comparison={comparison} />
        <RunPair comparison={comparison} />
      </div>
    </>
  );
}
