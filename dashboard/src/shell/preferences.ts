import { useSyncExternalStore } from 'react';
import { PREFERENCES_KEY as KEY } from './early';

/** What one person has chosen on this browser. */
export interface Preferences {
  theme: 'dark' | 'light' | 'system';
  density: 'comfortable' | 'compact';
  utc: boolean;
  /** Keys without a modifier; WCAG 2.1.4 wants them to be switched off. */
  singleKeys: boolean;
  marks: boolean;
}

const DEFAULTS: Preferences = {
  theme: 'system',
  density: 'comfortable',
  utc: false,
  singleKeys: true,
  marks: true,
};

let current = DEFAULTS;
let read = false;
const listeners = new Set<() => void>();

function load(): Preferences {
  if (!read && typeof window !== 'undefined') {
    read = true;
    try {
      current = { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
    } catch {
      current = DEFAULTS;
    }
  }
  return current;
}

function apply(preferences: Preferences): void {
  const asked = preferences.theme;
  const light =
    asked === 'light' || (asked === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  document.documentElement.dataset.density = preferences.density;
}

/** Follows the system as long as no theme was chosen. */
export function followSystemTheme(): () => void {
  const system = matchMedia('(prefers-color-scheme: light)');
  const follow = () => {
    if (load().theme === 'system' && !new URLSearchParams(location.search).has('theme')) apply(current);
  };
  system.addEventListener('change', follow);
  return () => system.removeEventListener('change', follow);
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...load(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser without storage keeps the choice until the page is closed.
  }
  apply(current);
  for (const listener of listeners) listener();
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
    () => DEFAULTS,
  );
