'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';

export interface Column<R> {
  id: string;
  head: string;
  /** A CSS grid track. */
  width: string;
  align?: 'right';
  /** The track on small screens, where it differs. */
  narrow?: string;
  /** Left out on small screens. */
  wide?: boolean;
  cell: (row: R) => ReactNode;
}

/** A list of any length: hairlines, one line a row, only the visible rows in the page. */
export function DataTable<R>({
  label,
  columns,
  rows,
  rowKey,
  selected,
  onSelect,
  onOpen,
  onEnd,
  isNew,
  rowHeight = 30,
  least = 640,
  footer,
  onHover,
}: {
  label: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  selected?: string | null;
  onSelect?: (row: R) => void;
  onOpen?: (row: R) => void;
  /** Called when the last rows come into sight. */
  onEnd?: () => void;
  isNew?: (row: R) => boolean;
  rowHeight?: number;
  /** Below this width in pixels the table scrolls sideways. */
  least?: number;
  footer?: ReactNode;
  onHover?: (inside: boolean) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index];
      return row ? rowKey(row) : index;
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 8) onEnd?.();
  }, [last, rows.length, onEnd]);
  useEffect(() => {
    const index = selected ? rows.findIndex((row) => rowKey(row) === selected) : -1;
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected]);
  const template = columns.map((c) => c.width).join(' ');
  const narrow = columns
    .filter((c) => !c.wide)
    .map((c) => c.narrow ?? c.width)
    .join(' ');
  const cells = (column: Column<R>) =>
    `${column.align === 'right' ? 'text-right' : ''} ${column.wide ? 'dt-wide' : ''} truncate`;
  return (
    <div
      ref={scroller}
      className="data-table min-h-0 flex-1 overflow-auto"
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      style={
        { '--tracks': template, '--tracks-narrow': narrow, '--least': `${least}px` } as React.CSSProperties
      }
      onPointerEnter={() => onHover?.(true)}
      onPointerLeave={() => onHover?.(false)}
    >
      <div className="grid-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column.id} role="columnheader" className={cells(column)}>
            {column.head || <span className="sr-only">{column.id}</span>}
          </span>
        ))}
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const key = rowKey(row);
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={selected === key}
              className={`grid-row hover absolute inset-x-0 top-0 text-12 ${onSelect ? 'cursor-pointer' : ''}`}
              data-on={selected === key || undefined}
              data-new={isNew?.(row) || undefined}
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={(event) => {
                if ((event.target as HTMLElement).closest('a')) return;
                onSelect?.(row);
              }}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column) => (
                <div key={column.id} role="cell" className={cells(column)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {footer && <div className="px-3.5 py-2 text-12 text-ink-3">{footer}</div>}
    </div>
  );
}
