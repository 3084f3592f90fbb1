import type { ReactNode } from 'react';

export interface PlainColumn<R> {
  id: string;
  /** Empty for a column of buttons. */
  head: string;
  align?: 'right';
  /** Takes a line of its own on small screens. */
  whole?: boolean;
  cell: (row: R) => ReactNode;
}

/** A short list with several lines a row; on small screens each row becomes a card. */
export function PlainTable<R>({
  label,
  columns,
  rows,
  rowKey,
  dim,
  chosen,
}: {
  label: string;
  columns: PlainColumn<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  /** Rows that are over: they step back. */
  dim?: (row: R) => boolean;
  chosen?: (row: R) => boolean;
}) {
  return (
    <div className="overflow-x-auto">
      <table className="plain cards" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.align === 'right' ? 'r' : undefined}>
                {column.head || <span className="sr-only">{column.id}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={dim?.(row) ? 'text-ink-3' : undefined}
              data-on={chosen?.(row) || undefined}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={`${column.align === 'right' ? 'r' : ''} ${column.whole ? 'whole' : ''}`}
                  data-head={column.head || undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
