'use client';

import { useState } from 'react';
import type { Role, Stopped } from '@/api/types';
import { covers } from '@/shell/sections';
import { Segments } from '@/ui/states';
import { SHARES, type StopChange, shareWords, type Target } from './stops';

/** The share to let in next, and the way back to none. */
export function ResumeControls({
  target,
  stopped,
  role,
  ask,
}: {
  target: Target;
  stopped: Stopped;
  role: Role | undefined;
  ask: (change: StopChange) => void;
}) {
  const next = SHARES.find((share) => share > stopped.share) ?? 1;
  const [wanted, setWanted] = useState<number | null>(null);
  const share = wanted ?? next;
  const name = target?.name ?? 'the fleet';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segments
        label={`Share of new runs of ${name} to let in`}
        value={String(share)}
        options={SHARES.map((each) => ({ value: String(each), label: shareWords(each) }))}
        onChange={(value) => setWanted(Number(value))}
      />
      <button
        type="button"
        className="btn sm"
        disabled={!covers(role, 'admin') || share === stopped.share}
        onClick={() => ask({ what: 'resume', target, share })}
      >
        Resume at {shareWords(share)}…
      </button>
      {stopped.share > 0 && (
        <button
          type="button"
          className="btn sm danger"
          disabled={!covers(role, 'developer')}
          onClick={() => ask({ what: 'stop', target })}
        >
          Stop again…
        </button>
      )}
    </div>
  );
}
