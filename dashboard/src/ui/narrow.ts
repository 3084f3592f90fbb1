import { useSyncExternalStore } from 'react';

/** Up to this width in pixels a page is one column; the same limit as in vigil.css. */
const NARROW = '(max-width: 700px)';

const query = () => (typeof matchMedia === 'function' ? matchMedia(NARROW) : null);

/** Whether the window is as narrow as a phone. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = query();
      media?.addEventListener('change', listener);
      return () => media?.removeEventListener('change', listener);
    },
    () => query()?.matches ?? false,
    () => false,
  );
