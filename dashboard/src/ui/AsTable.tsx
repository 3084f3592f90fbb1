'use client';

import { type ReactNode, useState } from 'react';
import { useKeys } from '@/shell/keys';
import { type PlainColumn, PlainTable } from './PlainTable';

/** Charts, or the numbers behind them as a table; `Shift T` turns them over. */
export function AsTable<R>({
  label,
  columns,
  rows,
  rowKey,
  children,
}: {
  label: string;
  columns: PlainColumn<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  useKeys([{ key: 'Shift+T', does: 'charts as a table', run: () => setAsTable(!asTable) }]);
  return (
    <>
      {asTable ? (
        <div className="max-h-[640px] overflow-auto" tabIndex={0} role="region" aria-label={label}>
          <PlainTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
          {rows.length === 0 && <p className="pad text-12 text-ink-3">No run in this range.</p>}
        </div>
      ) : (
        children
      )}
      <div className="flex justify-end px-2 py-1">
        <button type="button" className="btn sm quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as charts' : 'Show as table'}
          <kbd>⇧T</kbd>
        </button>
      </div>
    </>
  );
}
