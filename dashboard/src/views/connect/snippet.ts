const INSTALLS =
  /^(?:#|\/\/)\s*((?:pip3?|uv|poetry|npm|pnpm|yarn|bun|go|cargo|gem|dotnet|composer|brew)\s.+)$/;

/** A snippet without the comment on what to install first: that is a command of its own, to be copied alone. */
export function partsOf(code: string): { install: string | null; snippet: string } {
  const end = code.indexOf('\n');
  const install = INSTALLS.exec(end < 0 ? code : code.slice(0, end))?.[1]?.trim() ?? null;
  return install === null
    ? { install, snippet: code }
    : { install, snippet: code.slice(end + 1).replace(/^\n+/, '') };
}
