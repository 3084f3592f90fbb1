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

const tokensOf = (run: Execution) =>
  run.inputTokens === null && run.outputTokens === null
    ? null
    : (run.inputTokens ?? 0) + (run.outputTokens ?? 0);

/** Where a success comes from: without better evidence it is the status of the run. */
export function OutcomeText({ run }: { run: Execution }) {
  const outcome = outcomeOf(run);
  if (outcome === 'failed') {
    const text = run.error?.message ?? run.error?.type ?? 'failed';
    return (
      <code className="text-[11.5px] text-bad" title={text}>
        {text}
      </code>
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

/** To the millisecond; where space is short, to the minute. */
const Started = ({ at }: { at: string }) => (
  <>
    <span className="only-wide">
      <When at={at} as="stamp" />
    </span>
    <span className="narrow-inline">
      <When at={at} />
    </span>
  </>
);

export function executionColumns(longest: number, withAgent: boolean): Column<Execution>[] {
  const columns: (Column<Execution> | false)[] = [
    {
      id: 'outcome',
      head: '',
      width: '16px',
      cell: (run) => {
        const outcome = outcomeOf(run);
        return <StatusGlyph kind={glyphOfOutcome(outcome)} size={13} label={wordOfOutcome(outcome)} />;
      },
    },
    {
      id: 'started',
      head: 'Started',
      width: '96px',
      narrow: '62px',
      cell: (run) => (
        <span className="text-ink-3">
          <Started at={run.startedAt} />
        </span>
      ),
    },
    withAgent && {
      id: 'agent',
      head: 'Agent',
      width: 'minmax(100px, .7fr)',
      wide: true,
      cell: (run) => <span className="text-ink-2">{run.agent.name}</span>,
    },
    {
      id: 'run',
      head: 'Run',
      width: 'minmax(110px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: (run) => (
        <Link
          href={href('/execution', { id: run.id })}
          className="block truncate text-13 leading-6 hover:underline"
          title={run.name ?? run.agent.name}
        >
          <Pills text={run.name ?? run.agent.name} />
        </Link>
      ),
    },
    {
      id: 'result',
      head: 'Outcome',
      width: 'minmax(120px, 1.2fr)',
      wide: true,
      cell: (run) => <OutcomeText run={run} />,
    },
    {
      id: 'duration',
      head: 'Duration',
      width: '106px',
      narrow: '54px',
      align: 'right',
      cell: (run) => (
        <span className="flex items-center justify-end gap-2">
          {run.durationMs !== null && (
            <span className="only-wide h-1 w-9 overflow-hidden rounded-[2px] bg-bg-3">
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
    },
    {
      id: 'actions',
      head: 'Actions',
      width: '52px',
      align: 'right',
      wide: true,
      cell: (run) => (
        <span className="text-ink-2">
          <Count n={run.actionCount} />
        </span>
      ),
    },
    {
      id: 'tokens',
      head: 'Tokens',
      width: '56px',
      align: 'right',
      wide: true,
      cell: (run) => {
        const n = tokensOf(run);
        return (
          <span className="text-ink-2">{n === null ? <Unknown why="tokens not sent" /> : tokens(n)}</span>
        );
      },
    },
    {
      id: 'cost',
      head: 'Cost',
      width: '64px',
      align: 'right',
      wide: true,
      cell: (run) => (
        <span className="text-ink-2">
          <Money
            usd={run.costUsd}
            why={run.models.length ? `price of ${run.models.join(', ')} unknown` : 'no model was named'}
          />
        </span>
      ),
    },
  ];
  return columns.filter((c) => c !== false);
}

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
    narrow: '62px',
    cell: (a) => (
      <span className="text-ink-3">
        <Started at={a.startedAt} />
      </span>
    ),
  },
  {
    id: 'action',
    head: 'Action',
    width: 'minmax(120px, 1fr)',
    narrow: 'minmax(0, 1fr)',
    cell: (a) => (
      <Link
        href={href('/execution', { id: a.executionId, action: a.spanId })}
        className="flex h-6 max-w-full items-center gap-2 hover:underline"
      >
        <Icon name={kindOf(a.kind).icon} size={13} style={{ color: kindOf(a.kind).hue }} />
        <code className="truncate">
          <Pills text={a.name} />
        </code>
      </Link>
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
    cell: (a) => <span className="text-ink-3">{kindOf(a.kind).word}</span>,
  },
  {
    id: 'result',
    head: 'Error',
    width: 'minmax(90px, 1fr)',
    wide: true,
    cell: (a) =>
      a.error ? (
        <code className="text-[11.5px] text-bad">{a.error.message ?? a.error.type}</code>
      ) : (
        <span className="text-ink-3">{a.model ?? ''}</span>
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
