import { useMemo, useSyncExternalStore } from 'react';

/** next/navigation outside of Next: the address of the window, followed as the pages change it. */
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function go(url: string, how: 'pushState' | 'replaceState' = 'pushState') {
  window.history[how](null, '', url);
}

/** Has the hooks below follow what is pushed, as Next does. */
export function followHistory() {
  for (const how of ['pushState', 'replaceState'] as const) {
    const original = window.history[how].bind(window.history);
    window.history[how] = (...given) => {
      original(...given);
      for (const listener of listeners) listener();
    };
  }
}

const useLocation = (part: 'pathname' | 'search') =>
  useSyncExternalStore(
    subscribe,
    () => window.location[part],
    () => '',
  );

export const usePathname = () => useLocation('pathname');

export function useSearchParams() {
  const search = useLocation('search');
  return useMemo(() => new URLSearchParams(search), [search]);
}

const router = {
  push: (url: string) => go(url),
  replace: (url: string) => go(url, 'replaceState'),
  back: () => window.history.back(),
  prefetch: () => undefined,
};
export const useRouter = () => router;
