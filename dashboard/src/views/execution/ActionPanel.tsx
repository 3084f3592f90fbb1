'use client';

import { useEffect, useRef } from 'react';
import { useAction } from '@/api/queries';
import type { Action } from '@/api/types';
import { kindOf } from '@/charts/kinds';
import { duration, moneyPerRun, tokens } from '@/format/numbers';
import { useAddress } from '@/shell/address';
import { Body } from '@/ui/Body';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { CopyButton, Region } from '@/ui/states';
import { TabPanel, Tabs } from '@/ui/Tabs';
import { Attributes, Events } from './ActionDetails';
import { Called } from './Called';
import { spanOf } from './calls';
import { Story } from './Story';

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

/** `1,842 in (1,152 from cache), 312 out`. */
function usage({ inputTokens, outputTokens, cacheReadTokens }: Action): string | null {
  if (inputTokens === null) return null;
  const cached = cacheReadTokens ? ` (${tokens(cacheReadTokens)} from cache)` : '';
  return `${tokens(inputTokens)} in${cached}, ${outputTokens === null ? '–' : tokens(outputTokens)} out`;
}

function summary(action: Action, detail: Action | undefined): string {
  return [
    kindOf(action.kind).word,
    action.model,
    ...settings(detail),
    action.durationMs === null ? null : duration(action.durationMs),
    action.timeToFirstTokenMs === null || action.timeToFirstTokenMs > (action.durationMs ?? 0)
      ? null
      : `first token ${duration(action.timeToFirstTokenMs)}`,
    usage(action),
    action.costUsd === null ? null : moneyPerRun(action.costUsd),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The chosen action: its conversation, its attributes, its events, and all of it raw. */
export function ActionPanel({ action, actions }: { action: Action; actions: Action[] }) {
  const { params, change } = useAddress();
  const asked = useAction(action.executionId, spanOf(action));
  const detail = asked.data;
  const attributes = Object.keys(detail?.attributes ?? {}).length;
  const events = (detail?.events?.length ?? 0) + (detail?.logs?.length ?? 0);
  const wanted = TABS.find((one) => one === params.get('tab'));
  const tab: TabName = wanted && (wanted !== 'events' || events > 0) ? wanted : 'conversation';
  const kind = kindOf(action.kind);
  const panel = useBrokenInView(action.id, tab === 'conversation' && !!detail);
  return (
    <section className="panel flex min-h-0 flex-col" aria-label={`Action ${action.name}`}>
      <div className="flex flex-none items-start gap-2 border-b border-line px-3.5 py-2">
        <Icon name={kind.icon} size={15} style={{ color: kind.hue, marginTop: 2 }} />
        <div className="min-w-0 flex-1">
          <h2
            className={`[overflow-wrap:anywhere] font-semibold ${action.status === 'error' ? 'text-bad' : ''}`}
          >
            <Pills text={action.name} />
          </h2>
          <div className="sub">{summary(action, detail)}</div>
        </div>
        <CopyButton label="Copy JSON" text={() => JSON.stringify(detail ?? action, null, 2)} />
      </div>
      {action.called?.map((called) => (
        <Called key={called.id} called={called} />
      ))}
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
      <TabPanel id="action" value={tab} ref={panel} className="min-h-0 flex-1 overflow-auto px-4.5 py-3.5">
        <Region asked={asked} what="The action could not be read" rows={6}>
          {(data) => {
            if (tab === 'attributes') return <Attributes detail={data} />;
            if (tab === 'events') return <Events detail={data} />;
            if (tab === 'raw') return <Body value={data} />;
            return <Story detail={data} next={followers(action, actions)} />;
          }}
        </Region>
      </TabPanel>
    </section>
  );
}

/** Brings what broke into view when another action is shown; where nothing broke, the beginning. */
function useBrokenInView(key: string, ready: boolean) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = panel.current;
    if (!box || !ready) return;
    const settle = () => {
      const broken = box.querySelector<HTMLElement>('mark') ?? box.querySelector<HTMLElement>('.msg.bad');
      const below = broken
        ? broken.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom + box.scrollTop
        : 0;
      box.scrollTop = below > 0 ? below + box.clientHeight / 3 : 0;
    };
    settle();
    // The reader of the text is asked after the text: only then is its place marked.
    const observer = new MutationObserver(settle);
    observer.observe(box, { childList: true, subtree: true });
    const done = setTimeout(() => observer.disconnect(), 1_500);
    return () => {
      clearTimeout(done);
      observer.disconnect();
    };
  }, [key, ready]);
  return panel;
}
