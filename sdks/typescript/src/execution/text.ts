/** The text of a value as it is recorded: a text itself, anything else as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value, printable) ?? String(value);
  } catch {
    return String(value);
  }
}

/** A copy of a value that JSON can hold; a text where it cannot be copied. */
export function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null, printable));
  } catch {
    return String(value);
  }
}

function printable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
