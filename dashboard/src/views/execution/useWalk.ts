import { useEffect, useState } from 'react';
import { href, useAddress } from '@/shell/address';
import { useKeys } from '@/shell/keys';
import { toast } from '@/shell/toasts';
import { recallWalk, type Walk, walkOn } from '../executions/walk';

export type Walking = ReturnType<typeof useWalk>;

/** The failed runs of the list one came from, and the keys that walk them; the list is read on where it ends. */
export function useWalk(id: string) {
  const { router } = useAddress();
  const [walk, setWalk] = useState<Walk | null>(null);
  useEffect(() => setWalk(recallWalk()), []);
  const ids = walk?.ids ?? [];
  const at = ids.indexOf(id);
  const back = `/executions${walk?.back ?? ''}`;
  const more = !!walk?.rest;
  const go = async (by: number) => {
    if (!walk || at < 0 || at + by < 0) return;
    let next = walk.ids[at + by];
    if (!next && more) {
      try {
        const longer = await walkOn(walk);
        setWalk(longer);
        next = longer.ids[at + by];
      } catch {
        toast({ kind: 'warn', title: 'The next failed run could not be read' });
      }
    }
    if (next) router.push(href('/execution', { id: next }));
  };
  useKeys([
    { key: 'j', does: 'next failed run', run: () => void go(1) },
    { key: 'k', does: 'previous failed run', run: () => void go(-1) },
    { key: 'Escape', does: 'back to the list', run: () => router.push(back) },
  ]);
  const total = more ? Math.max(walk?.total ?? 0, ids.length) : ids.length;
  return { at, total, last: at === ids.length - 1 && !more, go, back };
}
