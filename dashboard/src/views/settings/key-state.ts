import type { Key } from '@/api/types';

const WEEK = 7 * 86_400_000;

export type KeyState = 'active' | 'expiring' | 'expired' | 'revoked';

export function stateOfKey(key: Pick<Key, 'revokedAt' | 'expiresAt'>, now: number): KeyState {
  if (key.revokedAt) return 'revoked';
  if (!key.expiresAt) return 'active';
  const left = Date.parse(key.expiresAt) - now;
  return left <= 0 ? 'expired' : left < WEEK ? 'expiring' : 'active';
}

export const isOver = (state: KeyState): boolean => state === 'expired' || state === 'revoked';

/** Those that work first, each kind newest first. */
export function inOrder(keys: Key[], now: number): Key[] {
  const rank = (key: Key) => (isOver(stateOfKey(key, now)) ? 1 : 0);
  return [...keys].sort((a, b) => rank(a) - rank(b) || b.createdAt.localeCompare(a.createdAt));
}
