import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * Whether the exported page has been taken over by the browser. Until then an answer that is already here
 * must not be shown: the text would differ from the exported one.
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
