import { parseContainer } from './json.js';

/** A path into arguments, as its segments. */
export type Path = readonly string[];

/** Parses a path: segments separated by `.`, with `\.` for a dot and `\\` for a backslash in a segment. */
export function parsePath(text: string): Path {
  if (text === '') return [];
  const segments: string[] = [];
  let segment = '';
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] === '\\' && (next === '.' || next === '\\')) {
      segment += next;
      i++;
    } else if (text[i] === '.') {
      segments.push(segment);
      segment = '';
    } else segment += text[i];
  }
  return [...segments, segment];
}

/** The values that a path yields within a value, null included; none if it leads nowhere. */
export function valuesAt(value: unknown, path: Path): unknown[] {
  const found: unknown[] = [];
  collect(plain(value), path, 0, found);
  return found;
}

function collect(value: unknown, path: Path, at: number, found: unknown[]): void {
  const segment = path[at];
  if (segment === undefined) {
    if (value !== undefined) found.push(value);
    return;
  }
  if (segment === '#' && at === path.length - 1) {
    const size = sizeOf(typeof value === 'string' ? (parseContainer(value) ?? value) : value);
    if (size !== undefined) found.push(size);
    return;
  }
  const container = typeof value === 'string' ? parseContainer(value) : value;
  for (const key of keysOf(container, segment)) {
    collect(plain((container as Record<string, unknown>)[key]), path, at + 1, found);
  }
}

/** The keys of an object, or indexes of a list, that a segment names. */
export function keysOf(container: unknown, segment: string): string[] {
  if (typeof container !== 'object' || container === null) return [];
  if (segment === '*') return Object.keys(container);
  if (Array.isArray(container)) return /^\d+$/.test(segment) ? itemAt(container, segment) : [];
  return Object.hasOwn(container, segment) ? [segment] : [];
}

function itemAt(list: unknown[], digits: string): string[] {
  const index = Number(digits);
  return index < list.length ? [String(index)] : [];
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

/** What JSON would make of a value of the host: a date becomes a text, a function nothing. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}
