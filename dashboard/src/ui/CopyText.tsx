'use client';

import { useState } from 'react';

/** An id that a click copies whole; it says so for a moment. */
export function CopyText({ text, shown, what }: { text: string; shown: string; what: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not copied');
    }
    setTimeout(() => setSaid(null), 1_600);
  };
  return (
    <button
      type="button"
      className="hover:underline"
      title={`${text}: copy the ${what}`}
      aria-label={`${shown}: copy the ${what}`}
      onClick={() => void copy()}
    >
      {said ?? <code>{shown}</code>}
    </button>
  );
}
