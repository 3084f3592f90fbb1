'use client';

import type { RefObject } from 'react';
import { FloatingMenu } from '@/shell/FloatingMenu';
import { type AttributeColumn, namesOf } from './attribute-columns';

/** Which attributes of the runs have a column of their own. */
export default function ColumnPanel({
  anchor,
  chosen,
  known,
  onChange,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>;
  chosen: AttributeColumn[];
  known: AttributeColumn[];
  onChange: (columns: string) => void;
  onClose: () => void;
}) {
  const keys = chosen.map((each) => each.key);
  const all = [...chosen, ...known.filter((each) => !keys.includes(each.key))];
  return (
    <FloatingMenu anchor={anchor} label="Columns of attributes" align="end" width={220} onClose={onClose}>
      <div className="max-h-[50vh] overflow-auto p-1.5">
        {all.map(({ key, label }) => (
          <label key={key} className="menu-item cursor-pointer">
            <input
              type="checkbox"
              checked={keys.includes(key)}
              onChange={(event) =>
                onChange(namesOf(event.target.checked ? [...keys, key] : keys.filter((each) => each !== key)))
              }
            />
            <span className="truncate">{label}</span>
          </label>
        ))}
      </div>
    </FloatingMenu>
  );
}
