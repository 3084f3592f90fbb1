/** A rendered prompt, and the variables that had no value, each once, in order. */
export interface Rendered {
  text: string;
  missing: string[];
}

/** Replaces `{{variable}}` by the text of its value. A variable without a value stays as it is. */
export function render(content: string, variables: Record<string, unknown>): Rendered {
  const missing = new Set<string>();
  const text = content.replace(/\{\{ *([A-Za-z_][A-Za-z0-9_.-]*) *\}\}/g, (written, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === null || value === undefined) {
      missing.add(name);
      return written;
    }
    return typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value);
  });
  return { text, missing: [...missing] };
}
