'use client';

import { useAction } from '@/api/queries';
import type { Action, ExecutionDetail } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { count, duration, moneyPerRun, tokens } from '@/format/numbers';
import { useAddress } from '@/shell/address';
import { Body, placeOf, textOf } from '@/ui/Body';
import { Conversation } from '@/ui/Conversation';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { CopyButton, EmptyState, Region } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import { When } from '@/ui/values';

const TABS = ['conversation', 'attributes', 'events', 'raw'] as const;
type TabName = (typeof TABS)[number];

/** The actions that come right after one, in start order and under the same parent. */
function followers(action: Action, actions: Action[]): Action[] {
  const siblings = actions
    .filter((a) => a.parentId === action.parentId)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const at = siblings.findIndex((a) => a.spanId === action.spanId);
  return at < 0 ? [] : siblings.slice(at + 1, at + 3);
}

const settings = (detail: Action | undefined): string[] => {
  const out: string[] = [];
  for (const [key, value] of Object.entries(detail?.attributes ?? {})) {
    if (/request\.temperature$/.test(key)) out.push(`temperature ${value}`);
    if (/finish_reasons?$/.test(key)) out.push(`stopped: ${Array.isArray(value) ? value.join(', ') : value}`);
  }
  return out;
};

function summary(action: Action, detail: Action | undefined): string {
  return [
    kindOf(action.kind).word,
    action.model,
    ...settings(detail),
    action.durationMs === null ? null : duration(action.durationMs),
    action.timeToFirstTokenMs === null || action.timeToFirstTokenMs > (action.durationMs ?? 0)
      ? null
      : `first token ${duration(action.timeToFirstTokenMs)}`,
    action.inputTokens === null
      ? null
      : `${tokens(action.inputTokens)} in, ${action.outputTokens === null ? '–' : tokens(action.outputTokens)} out`,
    action.costUsd === null ? null : moneyPerRun(action.costUsd),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The chosen action: its conversation, its attributes, its events, and all of it raw. */
export function ActionPanel({
  execution,
  action,
  actions,
}: {
  execution: ExecutionDetail;
  action: Action;
  actions: Action[];
}) {
  const { params, change } = useAddress();
  const asked = useAction(execution.id, action.spanId);
  const detail = asked.data;
  const attributes = Object.keys(detail?.attributes ?? {}).length;
  const events = (detail?.events?.length ?? 0) + (detail?.logs?.length ?? 0);
  const wanted = TABS.find((one) => one === params.get('tab'));
  const tab: TabName = wanted && (wanted !== 'events' || events > 0) ? wanted : 'conversation';
  const kind = kindOf(action.kind);
  return (
    <section className="panel flex min-h-0 flex-col" aria-label={`Action ${action.name}`}>
      <div className="head tall">
        <Icon name={kind.icon} size={15} style={{ color: kind.hue }} />
        <h2
          className={`max-w-[60%] flex-none truncate ${action.status === 'error' ? 'text-bad' : ''}`}
          title={action.name}
        >
          <Pills text={action.name} />
        </h2>
        <span className="sub" title={summary(action, detail)}>
          {summary(action, detail)}
        </span>
        <span className="flex-1" />
        <CopyButton text={() => JSON.stringify(detail ?? action, null, 2)} />
      </div>
      <Tabs<TabName>
        id="action"
        label="What is shown of the action"
        className="px-1.5 pt-1"
        value={tab}
        onChange={(value) => change({ tab: value === 'conversation' ? null : value })}
        tabs={[
          { value: 'conversation', label: detail?.messages?.length ? 'Conversation' : 'Input and output' },
          {
            value: 'attributes',
            label: (
              <>
                Attributes <span className="text-11 text-ink-3">{attributes || ''}</span>
              </>
            ),
          },
          ...(events > 0
            ? [
                {
                  value: 'events' as const,
                  label: (
                    <>
                      Events <span className="text-11 text-ink-3">{events}</span>
                    </>
                  ),
                },
              ]
            : []),
          { value: 'raw', label: 'Raw' },
        ]}
      />
      <TabPanel id="action" value={tab} className="min-h-0 flex-1 overflow-auto px-4.5 py-3.5">
        <Region asked={asked} what="The action could not be read" rows={6}>
          {(data) => {
            if (tab === 'attributes') return <Attributes detail={data} />;
            if (tab === 'events') return <Events detail={data} />;
            if (tab === 'raw') return <Body value={data} />;
            return <Story execution={execution} detail={data} next={followers(action, actions)} />;
          }}
        </Region>
      </TabPanel>
    </section>
  );
}

function Story({ execution, detail, next }: { execution: ExecutionDetail; detail: Action; next: Action[] }) {
  const broke = next.find((a) => a.status === 'error');
  // The place is marked only where the failing action really read this text.
  const reader = useAction(execution.id, detail.messages?.length && broke ? broke.spanId : null);
  const answer = detail.messages
    ?.filter((m) => m.side === 'output')
    .flatMap((m) => m.parts)
    .findLast((p) => p.type === 'text')?.text;
  const read = reader.data?.input;
  const same = typeof read === 'string' && !!answer && read.trim() === answer.trim();
  const place = same ? placeOf(broke?.error?.message) : null;
  const failure =
    detail.status === 'error'
      ? (detail.error?.type ?? 'failed')
      : same && broke
        ? `then ${broke.name} could not read it`
        : null;
  return (
    <div className="flex flex-col gap-4">
      {detail.error && (
        <div className="msg bad">
          <div className="who">
            <b className="text-bad!">Failed</b>
            {detail.error.type && <code className="text-bad">{detail.error.type}</code>}
          </div>
          {detail.error.message && <Body value={detail.error.message} />}
        </div>
      )}
      {detail.messages && detail.messages.length > 0 ? (
        <Conversation
          messages={detail.messages}
          failure={failure}
          place={place}
          notes={{
            input:
              detail.inputTokens !== null &&
              `${tokens(detail.inputTokens)} tokens${detail.cacheReadTokens ? `, ${tokens(detail.cacheReadTokens)} from cache` : ''}`,
            output: detail.outputTokens !== null && `${tokens(detail.outputTokens)} tokens`,
          }}
        />
      ) : (
        <InputOutput detail={detail} />
      )}
      {next.map((action, i) => (
        <div className="msg" key={action.spanId}>
          <div className="who">
            <b>{i === 0 ? 'Next' : 'Then'}</b>
            <code>{action.name}</code>
            {action.error?.type && <span className="text-bad">{action.error.type}</span>}
            {action.model && <span>{action.model}</span>}
            <span className="flex-1" />
            {action.durationMs !== null && <span className="text-11">{duration(action.durationMs)}</span>}
          </div>
          {action.error?.message && <Body value={action.error.message} />}
        </div>
      ))}
    </div>
  );
}

function InputOutput({ detail }: { detail: Action }) {
  const has = (v: unknown) => v !== null && v !== undefined && textOf(v) !== '';
  if (!has(detail.input) && !has(detail.output)) {
    return (
      <EmptyState title="No content was captured">
        The agent sent this action without its input and output. Times, tokens, cost and errors work all the
        same. To send content, switch its capture on in the instrumentation.
      </EmptyState>
    );
  }
  return (
    <>
      {has(detail.input) && (
        <div className="msg">
          <div className="who">
            <b>{detail.kind === 'tool' ? 'Arguments' : 'Input'}</b>
          </div>
          <Body
            value={detail.input}
            place={
              detail.status === 'error' && typeof detail.input === 'string'
                ? placeOf(detail.error?.message)
                : null
            }
          />
        </div>
      )}
      {has(detail.output) && (
        <div className="msg">
          <div className="who">
            <b>{detail.kind === 'tool' ? 'Result' : 'Output'}</b>
          </div>
          <Body value={detail.output} />
        </div>
      )}
    </>
  );
}

function Table({ title, values }: { title: string; values: Record<string, unknown> | null }) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-12 font-semibold">
        {title} <span className="font-normal text-ink-3">{count(entries.length)}</span>
      </h3>
      <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        {entries.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="[overflow-wrap:anywhere] text-ink-3">
              <code>{key}</code>
            </dt>
            <dd className="prose font-mono">
              <Pills text={textOf(value) || '–'} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Attributes({ detail }: { detail: Action }) {
  return (
    <div className="flex flex-col gap-5">
      <Table title="Action" values={detail.attributes} />
      <Table title="Resource" values={detail.resource} />
      {detail.scope?.name && (
        <p className="text-12 text-ink-3">
          recorded by <code>{detail.scope.name}</code> {detail.scope.version}
        </p>
      )}
      {!detail.attributes && !detail.resource && (
        <EmptyState title="No attributes">The agent sent this action without any.</EmptyState>
      )}
    </div>
  );
}

function Events({ detail }: { detail: Action }) {
  return (
    <ol className="flex flex-col gap-4">
      {detail.events?.map((event) => (
        <li key={`${event.at}-${event.name}`} className="msg">
          <div className="who">
            <b>{event.name}</b>
            <span>
              <When at={event.at} as="stamp" />
            </span>
          </div>
          {event.attributes && <Body value={event.attributes} />}
        </li>
      ))}
      {detail.logs?.map((log, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: log records have no id here and never move
        <li key={i} className="msg">
          <div className="who">
            <b>Log</b>
          </div>
          <Body value={log} />
        </li>
      ))}
    </ol>
  );
}
