import type { ReactNode } from 'react';

/** A named row of samples. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3.5 py-2 last:border-0">
      <span className="w-24 flex-none text-12 text-ink-3">{name}</span>
      {children}
    </div>
  );
}
