'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect } from 'react';
import { useWidth } from '@/charts/size';
import { type Column, fitting, tracksOf } from './columns';
import { Icon } from './icons';
import { useNarrow } from './narrow';

export type { Column } from './columns';

/** The head stays on top while rows go under it; as high as .grid-head. */
const HEAD_PX = 30;

/** A list of any length: hairlines, one line a row, only the visible rows in the page. */
export function DataTable<R>({
  label,
  columns,
  rows,
  rowKey,
  selected,
  sort,
  onSort,
  onSelect,
  onOpen,
  onEnd,
  isNew,
  rowHeight = HEAD_PX,
  narrowHeight = rowHeight,
  footer,
  onHover,
}: {
  label: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  selected?: string | null;
  /** The order of the rows: what a column is sorted by, with “-” in front where the highest comes first. */
  sort?: string;
  onSort?: (sort: string) => void;
  onSelect?: (row: R) => void;
  onOpen?: (row: R) => void;
  /** Called when the last rows come into sight. */
  onEnd?: () => void;
  isNew?: (row: R) => boolean;
  rowHeight?: number;
  /** On small screens, where a row has a second line. */
  narrowHeight?: number;
  footer?: ReactNode;
  onHover?: (inside: boolean) => void;
}) {
  const narrow = useNarrow();
  const [scroller, width] = useWidth<HTMLDivElement>();
  const height = narrow ? narrowHeight : rowHeight;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    // A row that is scrolled to comes to stand below the head, not under it.
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    getItemKey: (index) => {
      const row = rows[index];
      return row ? rowKey(row) : index;
    },
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 8) onEnd?.();
  }, [last, rows.length, onEnd]);
  useEffect(() => {
    const index = selected ? rows.findIndex((row) => rowKey(row) === selected) : -1;
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected]);
  const sortedBy = sort?.replace(/^-/, '');
  const shown = fitting(columns, narrow, width, sortedBy);
  const alignment = (column: Column<R>) => (column.align === 'right' ? 'text-right' : '');
  return (
    <div
      ref={scroller}
      className="data-table min-h-0 flex-1 overflow-auto"
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      style={{ '--tracks': tracksOf(shown, narrow) } as React.CSSProperties}
      onPointerEnter={() => onHover?.(true)}
      onPointerLeave={() => onHover?.(false)}
    >
      <div className="grid-head" role="row" aria-rowindex={1}>
        {shown.map((column) => (
          <Head
            key={column.id}
            column={column}
            className={alignment(column)}
            sort={column.sort && column.sort === sortedBy ? sort : undefined}
            onSort={onSort}
          />
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
              style={{ height, transform: `translateY(${item.start - HEAD_PX}px)` }}
              onClick={(event) => {
                if ((event.target as HTMLElement).closest('a')) return;
                onSelect?.(row);
              }}
              onDoubleClick={() => onOpen?.(row)}
            >
              {shown.map((column) => (
                <div key={column.id} role="cell" className={`truncate ${alignment(column)}`}>
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

/** The head of a column; where rows can be sorted by it, a button that sorts and turns the order round. */
function Head<R>({
  column,
  className,
  sort,
  onSort,
}: {
  column: Column<R>;
  className: string;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const name = column.head || <span className="sr-only">{column.id}</span>;
  const falls = sort?.startsWith('-');
  const { sort: by } = column;
  return (
    <span
      role="columnheader"
      className={`truncate ${className}`}
      aria-sort={sort ? (falls ? 'descending' : 'ascending') : undefined}
      title={column.title}
    >
      {by && onSort ? (
        <button
          type="button"
          className="sort"
          data-on={!!sort || undefined}
          onClick={() => onSort((sort ? falls : column.rises) ? by : `-${by}`)}
        >
          {name}
          {sort && <Icon name={falls ? 'down' : 'up'} size={10} />}
        </button>
      ) : (
        name
      )}
    </span>
  );
}
