'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Action } from '@/api/types';
import { duration, forChart, moneyPerRun, tokenPair } from '@/format/numbers';
import { usePreferences } from '@/shell/preferences';
import { Icon } from '@/ui/icons';
import { Pills } from '@/ui/Pseudonyms';
import { StatusGlyph } from '@/ui/StatusGlyph';
import { kindOf } from './kinds';
import { durationTicks, linear } from './scale';
import { type Node, rowsOf, treeOf } from './tree';

export type WaterfallMode = 'waterfall' | 'tree' | 'cost';

const DEEPEST = 8;

/** One row an action, in the order of the tree or by cost; ten thousand rows scroll as ten do. */
export function Waterfall({
  actions,
  mode,
  selected,
  onSelect,
  onOpen,
  search,
}: {
  actions: Action[];
  mode: WaterfallMode;
  selected: string | null;
  onSelect: (spanId: string) => void;
  /** Reads the children of an action that has some which are not here yet. */
  onOpen?: (spanId: string) => Promise<void>;
  search?: string;
}) {
  const { density } = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<Set<string>>(new Set());
  const [busy, setBusy] = useState<string | null>(null);
  const tree = useMemo(() => treeOf(actions), [actions]);
  const opens = (node: Node) => (node.action.childCount ?? 0) > node.children.length && !!onOpen;
  const isClosed = (node: Node) =>
    (opens(node) && node.children.length === 0) !== toggled.has(node.action.spanId);
  const rows = useMemo(() => {
    const word = search?.trim().toLowerCase();
    const all = rowsOf(tree.roots, word || mode === 'cost' ? () => false : isClosed);
    const found = word
      ? all.filter(({ action }) =>
          `${action.name} ${action.error?.message ?? ''} ${action.model ?? ''}`.toLowerCase().includes(word),
        )
      : all;
    return mode === 'cost'
      ? [...found]
          .filter((n) => n.children.length === 0)
          .sort((a, b) => (forChart(b.action.costUsd) ?? -1) - (forChart(a.action.costUsd) ?? -1))
      : found;
  }, [tree, toggled, mode, search, onOpen]);
  const flat = mode === 'cost' || !!search?.trim();
  const height = density === 'compact' ? 24 : 29;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (typeof window !== 'undefined' && window.innerWidth <= 700 ? 44 : height),
    overscan: 16,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const at = rows.findIndex((node) => node.action.spanId === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [selected]);

  const toggle = async (node: Node) => {
    const { spanId } = node.action;
    if (opens(node) && node.children.length === 0) {
      setBusy(spanId);
      try {
        await onOpen?.(spanId);
      } finally {
        setBusy(null);
      }
      return;
    }
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(spanId)) next.add(spanId);
      return next;
    });
  };
  const onKey = (event: KeyboardEvent) => {
    const node = rows[at];
    const go = (index: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (next) onSelect(next.action.spanId);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && node && isClosed(node)) void toggle(node);
    else if (event.key === 'ArrowLeft' && node && node.children.length > 0 && !isClosed(node))
      void toggle(node);
    else if (event.key === 'ArrowLeft' && node)
      go(rows.findLastIndex((r, i) => i < at && r.depth < node.depth));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const length = Math.max(1, tree.end - tree.start);
  const x = linear(0, length, 0, 100);
  const ticks = durationTicks(length);
  const dearest = Math.max(
    ...actions.map((a) => (a.childCount === 0 ? (forChart(a.costUsd) ?? 0) : 0)),
    1e-12,
  );
  const items = virtual.getVirtualItems();
  return (
    <div ref={scroller} className="waterfall min-h-0 overflow-auto" data-mode={mode}>
      <div className="wf-row wf-head" aria-hidden="true">
        <span className="pl-3.5 text-11 text-ink-3">
          {mode === 'cost' ? 'most expensive first' : `${rows.length} shown`}
        </span>
        <span className="wf-lane">
          {mode === 'waterfall' &&
            ticks.map((s) => (
              <span
                key={s}
                className="absolute top-1.5 text-11 text-ink-3"
                style={{ left: `${x(s)}%`, transform: s === 0 ? undefined : 'translateX(-50%)' }}
              >
                {s === 0 ? '0 s' : duration(s).replace(/\.?0+(?=\u00a0s$)/, '')}
              </span>
            ))}
        </span>
        <span className="text-right text-11 text-ink-3">Duration</span>
        <span className="text-right text-11 text-ink-3">Cost</span>
      </div>
      <div
        role="tree"
        aria-label="Actions of this run"
        tabIndex={0}
        aria-activedescendant={selected ? `action-${selected}` : undefined}
        onKeyDown={onKey}
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {mode === 'waterfall' && (
          <div
            className="wf-row pointer-events-none absolute inset-0"
            style={{ height: '100%' }}
            aria-hidden="true"
          >
            <span />
            <span className="wf-lane">
              {ticks.map((s) => (
                <i
                  key={s}
                  className="absolute inset-y-0 w-px bg-[var(--grid)]"
                  style={{ left: `${x(s)}%` }}
                />
              ))}
            </span>
          </div>
        )}
        {items.map((item) => {
          const node = rows[item.index];
          if (!node) return null;
          return (
            <Row
              key={node.action.spanId}
              node={node}
              mode={mode}
              flat={flat}
              top={item.start}
              height={item.size}
              selected={node.action.spanId === selected}
              expandable={!flat && (node.children.length > 0 || opens(node))}
              closed={isClosed(node)}
              busy={busy === node.action.spanId}
              left={x(node.offset)}
              width={((node.action.durationMs ?? 0) / length) * 100}
              dearest={dearest}
              onSelect={onSelect}
              onToggle={toggle}
            />
          );
        })}
      </div>
    </div>
  );
}

function Row({
  node,
  mode,
  flat,
  top,
  height,
  selected,
  expandable,
  closed,
  busy,
  left,
  width,
  dearest,
  onSelect,
  onToggle,
}: {
  node: Node;
  mode: WaterfallMode;
  flat: boolean;
  top: number;
  height: number;
  selected: boolean;
  expandable: boolean;
  closed: boolean;
  busy: boolean;
  left: number;
  width: number;
  dearest: number;
  onSelect: (spanId: string) => void;
  onToggle: (node: Node) => void;
}) {
  const { action, depth } = node;
  const kind = kindOf(action.kind);
  const bad = action.status === 'error';
  const others = action.called
    ?.map((called) => called.agent.name)
    .filter((name) => !action.name.includes(name))
    .join(', ');
  const usage =
    action.inputTokens === null && action.outputTokens === null
      ? null
      : tokenPair(action.inputTokens, action.outputTokens);
  const container = node.children.length > 0 || (action.childCount ?? 0) > 0;
  const hue = bad && !container ? 'var(--bad-fill)' : kind.hue;
  return (
    <div
      id={`action-${action.spanId}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={flat ? 1 : depth + 1}
      aria-selected={selected}
      aria-expanded={expandable ? !closed : undefined}
      className="wf-row absolute inset-x-0 top-0"
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onSelect(action.spanId)}
      onDoubleClick={() => expandable && onToggle(node)}
    >
      <span
        className="flex min-w-0 items-center gap-[7px] pr-2"
        style={{ paddingLeft: `calc(8px + ${flat ? 0 : Math.min(depth, DEEPEST)} * var(--indent))` }}
      >
        <span
          role="presentation"
          className="-mr-1 grid size-3.5 flex-none place-items-center text-ink-3"
          onClick={(event) => {
            if (!expandable) return;
            event.stopPropagation();
            onToggle(node);
          }}
        >
          {expandable && (
            <Icon name={closed ? 'right' : 'down'} size={12} className={busy ? 'turning' : undefined} />
          )}
        </span>
        <Icon name={kind.icon} size={14} style={{ color: kind.hue }} />
        <span
          className={`truncate ${bad ? 'text-bad' : ''} ${selected || depth === 0 ? 'font-medium' : ''}`}
          title={action.name}
        >
          <Pills text={action.name} />
          <span className="sr-only"> {bad ? `${kind.word} failed` : kind.word} </span>
        </span>
        {others && (closed || node.children.length === 0) && (
          <span className="truncate text-11 text-ink-3" title={`Called ${others}`}>
            → {others}
          </span>
        )}
        {bad && <StatusGlyph kind="bad" size={12} />}
        {closed && expandable && <span className="text-11 text-ink-3">{action.childCount}</span>}
      </span>
      {mode === 'waterfall' ? (
        <span className="wf-lane">
          <i
            className="wf-bar"
            style={{
              left: `min(${left}%, calc(100% - 3px))`,
              width: `max(3px, ${Math.min(width, 100 - left)}%)`,
              background: hue,
              ...(container ? { opacity: 0.5, height: 4, top: 'calc(50% - 2px)' } : {}),
            }}
          />
          {usage && width > 24 && (
            <span
              className="only-wide pointer-events-none absolute top-1/2 -translate-y-1/2 text-11 font-semibold text-bg-1"
              style={{ left: `calc(${left}% + 5px)` }}
            >
              {usage}
            </span>
          )}
          {usage && width <= 24 && (
            <span
              className="only-wide pointer-events-none absolute top-1/2 -translate-y-1/2 text-11 whitespace-nowrap text-ink-3"
              style={
                left > 50
                  ? { right: `calc(${100 - left}% + 6px)` }
                  : { left: `calc(${left + Math.max(width, 1)}% + 6px)` }
              }
            >
              {usage}
            </span>
          )}
        </span>
      ) : mode === 'cost' ? (
        <span className="wf-lane">
          {action.costUsd !== null && (
            <i
              className="wf-bar"
              style={{
                left: 0,
                width: `max(3px, ${((forChart(action.costUsd) ?? 0) / dearest) * 100}%)`,
                background: kind.hue,
              }}
            />
          )}
        </span>
      ) : (
        <span className="truncate text-ink-3">
          {[bad ? action.error?.message : null, action.model, usage].filter(Boolean).join(' · ')}
        </span>
      )}
      <span className="text-right text-ink-2">
        {action.durationMs === null ? '–' : duration(action.durationMs)}
      </span>
      <span className="text-right text-ink-3">
        {action.costUsd === null ? '' : moneyPerRun(action.costUsd)}
      </span>
    </div>
  );
}
