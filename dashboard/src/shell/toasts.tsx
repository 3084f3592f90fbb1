'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { roughly } from '@/format/numbers';
import { type Glyph, StatusGlyph } from '@/ui/StatusGlyph';

export interface Toast {
  id: number;
  kind: Glyph;
  title: string;
  detail?: string;
  /** What takes the change back, and until when the server can. */
  undo?: { label: string; run: () => Promise<unknown> | unknown; until?: number };
}

let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const EMPTY: Toast[] = [];
const set = (value: Toast[]) => {
  toasts = value;
  for (const listener of listeners) listener();
};

export function toast(value: Omit<Toast, 'id'>): number {
  const id = next++;
  set([...toasts.slice(-2), { ...value, id }]);
  return id;
}

export const dismiss = (id: number) => set(toasts.filter((t) => t.id !== id));

export function ToastView({ toast: it, onClose }: { toast: Toast; onClose: () => void }) {
  return (
    <div className="toast">
      <StatusGlyph kind={it.kind} size={15} />
      <div className="min-w-0 flex-1">
        <div className="font-medium">{it.title}</div>
        {it.detail && <div className="text-12 text-ink-3">{it.detail}</div>}
      </div>
      {it.undo && (
        <button
          type="button"
          className="btn sm"
          onClick={async () => {
            onClose();
            await it.undo?.run();
          }}
        >
          {it.undo.label}
          {it.undo.until && <span className="text-ink-3">{roughly(it.undo.until - Date.now())}</span>}
        </button>
      )}
      <button type="button" className="btn sm quiet" onClick={onClose} aria-label="Close this message">
        ×
      </button>
    </div>
  );
}

/** What was just done, with the way back. */
export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
    () => EMPTY,
  );
  useEffect(() => {
    const timers = list.map((t) => setTimeout(() => dismiss(t.id), t.undo ? 20_000 : 6_000));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [list]);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((t) => (
        <ToastView key={t.id} toast={t} onClose={() => dismiss(t.id)} />
      ))}
    </div>
  );
}
