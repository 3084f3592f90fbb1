import type { Change, ChangeKind } from '@/api/types';

const KIND: Record<ChangeKind, string> = {
  prompt: 'prompt',
  model: 'model',
  version: 'version',
  first_seen: 'first seen',
};

type Named = Pick<Change, 'kind' | 'name' | 'from' | 'to'>;

/** A value that the telemetry left out is not known. */
const value = (text: string | null): string => text || 'not sent';

/** `prompt email-first v13 → v14`. */
export function describeChange({ kind, name, from, to }: Named): string {
  if (kind === 'first_seen') return to ? `first seen, ${to}` : 'first seen';
  const what = name && kind === 'prompt' ? `${KIND[kind]} ${name}` : KIND[kind];
  return `${what} ${value(from)} → ${value(to)}`;
}

/** `prompt v14`, for a mark on a time axis. */
export function shortChange({ kind, to }: Named): string {
  if (kind === 'first_seen') return 'first seen';
  return kind === 'prompt' && to ? to : `${KIND[kind]} ${value(to)}`;
}

export const nameChange = ({ kind, to }: Named): string =>
  kind === 'first_seen' ? KIND[kind] : `${KIND[kind]} ${value(to)}`;
