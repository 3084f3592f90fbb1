import Link from 'next/link';
import type { Action, Execution } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { duration, tokenPair, tokens } from '@/format/numbers';
import { href } from '@/shell/address';
import type { Column } from '@/ui/DataTable';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { glyphOfOutcome, outcomeOf, StatusGlyph, wordOfOutcome } from '@/ui/StatusGlyph';
import { Count, Money, Unknown, When } from '@/ui/values';
import { failureOf, titleOf } from './title';

const tokensOf = (run: Execution) =>
  run.inputTokens === null && run.outputTokens === null
    ? null
    : (run.inputTokens ?? 0) + (run.outputTokens ?? 0);

/** How a run ended; where a success comes from: without better evidence it is the status of the run. */
export function OutcomeText({ run }: { run: Execution }) {
  const outcome = outcomeOf(run);
  if (outcome === 'failed') {
    const text = failureOf(run);
    return (
      <span
        className="text-bad"
        title={text === run.error?.message ? text : [text, run.error?.message].filter(Boolean).join('\n')}
      >
        <Pills text={text} />
      </span>
    );
  }
  if (outcome === 'succeeded') {
    return (
      <span className="text-ink-2">
        succeeded<span className="text-ink-3">, by {run.success.source ?? 'status'}</span>
      </span>
    );
  }
  return <span className="text-ink-3">{outcome === 'running' ? 'running' : 'outcome not known yet'}</span>;
}

/** A column of an attribute that a person has chosen. */
const attributeColumn = (key: string, label: string): Column<Execution> => ({
  id: `attr.${key}`,
  head: label,
  title: `Attribute ${key}`,
  width: 'minmax(96px, .6fr)',
  wide: true,
  drop: 3,
  cell: (run) => {
    const value = run.attributes?.[key];
    return value === undefined || value === null ? (
      <Unknown why="not sent" />
    ) : (
      <span className="text-ink-2" title={String(value)}>
        <Pills text={String(value)} />
      </span>
    );
  },
});

const started: Column<Execution> = {
  id: 'started',
  head: 'Started',
  width: '96px',
  wide: true,
  sort: 'startedAt',
  cell: (run) => (
    <span className="text-ink-3">
      <When at={run.startedAt} as="stamp" />
    </span>
  ),
};

const glyph: Column<Execution> = {
  id: 'outcome',
  head: '',
  width: '16px',
  cell: (run) => {
    const outcome = outcomeOf(run);
    return <StatusGlyph kind={glyphOfOutcome(outcome)} size={13} label={wordOfOutcome(outcome)} />;
  },
};

/** The run as a link; on small screens with how it ended, when and for how much below it. */
const titleColumn = (withAgent: boolean): Column<Execution> => ({
  id: 'run',
  head: 'Run',
  width: 'minmax(160px, 1fr)',
  narrow: 'minmax(0, 1fr)',
  cell: (run) => (
    <>
      <Link
        href={href('/execution', { id: run.id })}
        className="block truncate text-13 leading-6 hover:underline"
        title={titleOf(run)}
      >
        <Pills text={titleOf(run)} />
      </Link>
      <span className="narrow-block truncate text-12 leading-[18px]">
        <OutcomeText run={run} />
      </span>
      <span className="narrow-block truncate text-12 leading-[18px] text-ink-3">
        <When at={run.startedAt} />
        {run.durationMs !== null && ` · ${duration(run.durationMs)}`}
        {run.costUsd !== null && (
          <>
            {' · '}
            <Money usd={run.costUsd} />
          </>
        )}
        {withAgent && titleOf(run) !== run.agent.name && ` · ${run.agent.name}`}
      </span>
    </>
  ),
});

const agent: Column<Execution> = {
  id: 'agent',
  head: 'Agent',
  width: 'minmax(96px, .6fr)',
  wide: true,
  drop: 1,
  cell: (run) => <span className="text-ink-2">{run.agent.name}</span>,
};

const result: Column<Execution> = {
  id: 'result',
  head: 'Outcome',
  width: 'minmax(240px, 1.5fr)',
  wide: true,
  cell: (run) => <OutcomeText run={run} />,
};

const durationColumn = (longest: number): Column<Execution> => ({
  id: 'duration',
  head: 'Duration',
  width: '92px',
  align: 'right',
  wide: true,
  sort: 'durationMs',
  cell: (run) => (
    <span className="flex items-center justify-end gap-2">
      {run.durationMs !== null && (
        <span className="only-wide h-1 w-7 overflow-hidden rounded-[2px] bg-bg-3">
          <span
            className="block h-full"
            style={{
              width: `${Math.min(100, (run.durationMs / Math.max(1, longest)) * 100)}%`,
              background: outcomeOf(run) === 'failed' ? 'var(--bad-fill)' : 'var(--edge)',
            }}
          />
        </span>
      )}
      <span className="min-w-12">
        {run.durationMs === null ? (
          <Unknown why={run.status === 'running' ? 'still running' : 'no end seen'} />
        ) : (
          duration(run.durationMs)
        )}
      </span>
    </span>
  ),
});

const actionCount: Column<Execution> = {
  id: 'actions',
  head: 'Actions',
  width: '52px',
  align: 'right',
  wide: true,
  drop: 5,
  cell: (run) => (
    <span className="text-ink-2">
      <Count n={run.actionCount} />
    </span>
  ),
};

const tokenColumn: Column<Execution> = {
  id: 'tokens',
  head: 'Tokens',
  width: '56px',
  narrow: '56px',
  align: 'right',
  wide: true,
  drop: 4,
  sort: 'tokens',
  cell: (run) => {
    const n = tokensOf(run);
    return <span className="text-ink-2">{n === null ? <Unknown why="tokens not sent" /> : tokens(n)}</span>;
  },
};

const cost: Column<Execution> = {
  id: 'cost',
  head: 'Cost',
  width: '64px',
  align: 'right',
  wide: true,
  drop: 2,
  sort: 'costUsd',
  cell: (run) => (
    <span className="text-ink-2">
      <Money
        usd={run.costUsd}
        why={run.models.length ? `price of ${run.models.join(', ')} unknown` : 'no model was named'}
      />
    </span>
  ),
};

/** The columns of runs: the agent where there are several, and the attributes that were chosen. */
export const executionColumns = (
  longest: number,
  withAgent: boolean,
  attributes: { key: string; label: string }[] = [],
): Column<Execution>[] => [
  glyph,
  started,
  ...(withAgent ? [agent] : []),
  titleColumn(withAgent),
  result,
  ...attributes.map(({ key, label }) => attributeColumn(key, label)),
  durationColumn(longest),
  actionCount,
  tokenColumn,
  cost,
];

const errorOf = (a: Action) => a.error?.message ?? a.error?.type ?? 'failed';

export const actionColumns: Column<Action>[] = [
  {
    id: 'status',
    head: '',
    width: '16px',
    cell: (a) => (
      <StatusGlyph
        kind={a.status === 'error' ? 'bad' : a.status === 'ok' ? 'ok' : 'unknown'}
        size={13}
        label={a.status}
      />
    ),
  },
  {
    id: 'started',
    head: 'Started',
    width: '96px',
    wide: true,
    cell: (a) => (
      <span className="text-ink-3">
        <When at={a.startedAt} as="stamp" />
      </span>
    ),
  },
  {
    id: 'action',
    head: 'Action',
    width: 'minmax(120px, 1fr)',
    narrow: 'minmax(0, 1fr)',
    cell: (a) => (
      <>
        <Link
          href={href('/execution', { id: a.executionId, action: a.spanId })}
          className="flex h-6 max-w-full items-center gap-2 hover:underline"
          title={a.name}
        >
          <Icon name={kindOf(a.kind).icon} size={13} style={{ color: kindOf(a.kind).hue }} />
          <code className="truncate">
            <Pills text={a.name} />
          </code>
        </Link>
        <span className="narrow-block truncate text-12 leading-[18px] text-ink-3">
          <When at={a.startedAt} />
          {a.agent && ` · ${a.agent.name}`}
          {a.error && <span className="text-bad"> · {errorOf(a)}</span>}
        </span>
      </>
    ),
  },
  {
    id: 'agent',
    head: 'Agent',
    width: 'minmax(90px, .6fr)',
    wide: true,
    cell: (a) => <span className="text-ink-2">{a.agent?.name}</span>,
  },
  {
    id: 'kind',
    head: 'Kind',
    width: '80px',
    wide: true,
    drop: 4,
    cell: (a) => <span className="text-ink-3">{kindOf(a.kind).word}</span>,
  },
  {
    id: 'model',
    head: 'Model',
    width: 'minmax(110px, .7fr)',
    wide: true,
    drop: 2,
    cell: (a) => (
      <span className="text-ink-3" title={a.model ?? undefined}>
        {a.model}
      </span>
    ),
  },
  {
    id: 'result',
    head: 'Error',
    width: 'minmax(120px, 1fr)',
    wide: true,
    cell: (a) =>
      a.error && (
        <span className="text-bad" title={errorOf(a)}>
          {errorOf(a)}
        </span>
      ),
  },
  {
    id: 'duration',
    head: 'Duration',
    width: '62px',
    narrow: '54px',
    align: 'right',
    cell: (a) => (a.durationMs === null ? <Unknown why="no end seen" /> : duration(a.durationMs)),
  },
  {
    id: 'tokens',
    head: 'Tokens',
    width: '92px',
    align: 'right',
    wide: true,
    drop: 3,
    cell: (a) => (a.inputTokens === null ? '' : tokenPair(a.inputTokens, a.outputTokens)),
  },
  {
    id: 'cost',
    head: 'Cost',
    width: '64px',
    align: 'right',
    wide: true,
    cell: (a) => (a.costUsd === null ? '' : <Money usd={a.costUsd} />),
  },
];
