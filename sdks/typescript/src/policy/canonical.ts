import type { Json } from './json.js';

/**
 * The canonical form of a value, RFC 8785: keys in the order of their UTF-16 code units, no spaces, numbers
 * and texts as ECMAScript prints them.
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`);
  return `{${fields.join(',')}}`;
}
