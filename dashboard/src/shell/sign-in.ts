/** Where a person goes after signing in: a page of this dashboard and nothing else. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/sign-in') ? next : '/fleet';
}

/** The sign-in page that leads back to where one is. */
export const signInAddress = (path: string): string =>
  path === '/' || path === '/fleet' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;

export const isSignIn = (path: string): boolean => /^\/sign-in(\.html)?\/?$/.test(path);

let leaving = false;
/** Whether somebody has just signed out: answers that are still under way lead nowhere any more. */
export const setLeaving = (value: boolean): void => {
  leaving = value;
};

/** The server does not know who asks: nothing on this page can be read until somebody signs in. */
export function toSignIn(): void {
  if (typeof window === 'undefined' || leaving || isSignIn(window.location.pathname)) return;
  window.location.replace(signInAddress(window.location.pathname + window.location.search));
}
