'use client';

import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import type { AttributeColumn } from './attribute-columns';

const ColumnPanel = dynamic(() => import('./ColumnPanel'), { ssr: false });

/** Opens the choice of attributes that have a column of their own. */
export function ColumnMenu({
  chosen,
  known,
  onChange,
}: {
  chosen: AttributeColumn[];
  known: AttributeColumn[];
  onChange: (columns: string) => void;
}) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  if (chosen.length + known.length === 0) return null;
  return (
    <>
      <button
        type="button"
        ref={anchor}
        className="btn sm quiet only-wide"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Columns
      </button>
      {open && (
        <ColumnPanel
          anchor={anchor}
          chosen={chosen}
          known={known}
          onChange={onChange}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
