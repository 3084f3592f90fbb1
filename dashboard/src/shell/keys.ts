import { useEffect, useRef } from 'react';
import { useHydrated } from './hydrated';

const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A key with the command modifier, as this machine names it: `⌘K` on a Mac, `Ctrl K` elsewhere. */
export function useChord(key: string): string {
  const hydrated = useHydrated();
  return hydrated && onMac() ? `⌘${key}` : `Ctrl ${key}`;
}

/** A key and what it does on the page that is open. */
export interface KeyBinding {
  /** As the browser names it; `Shift+T` for a letter with shift. */
  key: string;
  /** For the list of all keys. */
  does: string;
  run: (event: KeyboardEvent) => void;
}

let stack: KeyBinding[][] = [];

export const openBindings = (): KeyBinding[] => stack.flat();

/** Keys that work while the calling component is on the page. */
export function useKeys(bindings: KeyBinding[]): void {
  const ref = useRef(bindings);
  ref.current = bindings;
  useEffect(() => {
    const live: KeyBinding[] = bindings.map((binding, i) => ({
      ...binding,
      run: (event) => ref.current[i]?.run(event),
    }));
    stack = [...stack, live];
    return () => {
      stack = stack.filter((entry) => entry !== live);
    };
  }, [bindings.map((b) => b.key).join(' ')]);
}

const writesText = (target: EventTarget | null) =>
  target instanceof HTMLElement && !!target.closest('input, textarea, select, [contenteditable="true"]');

/** Runs the newest binding of a single key; says whether there was one. */
export function dispatchKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return false;
  if (writesText(event.target) || document.querySelector('[role="dialog"]')) return false;
  const onControl = event.target instanceof HTMLElement && !!event.target.closest('button, a, [role="tab"]');
  if (onControl && (event.key === 'Enter' || event.key === ' ')) return false;
  const bound = (key: string) => openBindings().findLast((b) => b.key.toLowerCase() === key.toLowerCase());
  const binding = (event.shiftKey ? bound(`Shift+${event.key}`) : undefined) ?? bound(event.key);
  if (!binding) return false;
  event.preventDefault();
  binding.run(event);
  return true;
}
