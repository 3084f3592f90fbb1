import type { Change, ChangeKind } from '@/api/types';
import { href } from '@/shell/address';

const KIND: Record<ChangeKind, string> = {
  prompt: 'prompt',
  model: 'model',
  version: 'version',
  first_seen: 'first seen',
};

type Named = Pick<Change, 'kind' | 'name' | 'from' | 'to'>;

/** A value that the telemetry left out is not known. */
const value = (text: string | null): string => text || 'not sent';

/** `prompt email-first v13` and `v14`: the new value is what one looks for. */
export function changeParts({ kind, name, from, to }: Named): { before: string; after: string | null } {
  if (kind === 'first_seen') return { before: to ? `first seen, ${to}` : 'first seen', after: null };
  const what = name && kind === 'prompt' ? `${KIND[kind]} ${name}` : KIND[kind];
  return { before: `${what} ${value(from)}`, after: value(to) };
}

/** `prompt email-first v13 → v14`. */
export function describeChange(change: Named): string {
  const { before, after } = changeParts(change);
  return after === null ? before : `${before} → ${after}`;
}

/** `prompt v14`, for a mark on a time axis. */
export function shortChange({ kind, to }: Named): string {
  if (kind === 'first_seen') return 'first seen';
  return kind === 'prompt' && to ? to : `${KIND[kind]} ${value(to)}`;
}

export const nameChange = ({ kind, to }: Named): string =>
  kind === 'first_seen' ? KIND[kind] : `${KIND[kind]} ${value(to)}`;

const BY: Partial<Record<Change['kind'], string>> = {
  prompt: 'promptVersion',
  model: 'model',
  version: 'version',
};

/** First sights that are nearer in time than this, with no other change between them, are one line. */
const TOGETHER_MS = 3_600_000;

/** Changes as they are listed, newest first: agents that came together are one line, every other change is its own. */
export function linesOf(changes: Change[]): Change[][] {
  const lines: Change[][] = [];
  for (const change of changes) {
    const newest = lines.at(-1)?.[0];
    const joins =
      change.kind === 'first_seen' &&
      newest?.kind === 'first_seen' &&
      Date.parse(newest.at) - Date.parse(change.at) < TOGETHER_MS;
    if (joins) lines.at(-1)?.push(change);
    else lines.push([change]);
  }
  return lines;
}

const BEFORE_MS = 24 * 3_600_000;

/** The page that shows both sides of a change; null where it has no two sides. */
export function compareAddress(change: Change): string | null {
  const by = BY[change.kind];
  if (!by || !change.from || !change.to) return null;
  return href('/compare', {
    id: change.agent.id,
    by,
    a: change.from,
    b: change.to,
    from: new Date(Date.parse(change.at) - BEFORE_MS).toISOString(),
  });
}
