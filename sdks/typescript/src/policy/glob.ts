type Characters = string | string[];

/**
 * Compiles a glob over a whole name: `*` is any number of characters, `?` one code point, nothing else is
 * special. The pieces between stars are searched from left to right and never again, so that no glob takes
 * exponential time.
 */
export function compileGlob(glob: string): (name: string) => boolean {
  if (!glob.includes('*') && !glob.includes('?')) return (name) => name === glob;
  const single = glob.includes('?');
  const pieces = glob.split('*').map((piece) => (single ? [...piece] : piece));
  return (name) => matches(pieces, single ? [...name] : name);
}

function matches(pieces: Characters[], name: Characters): boolean {
  const first = pieces[0] as Characters;
  if (pieces.length === 1) return name.length === first.length && standsAt(first, name, 0);
  const last = pieces[pieces.length - 1] as Characters;
  const end = name.length - last.length;
  if (end < first.length || !standsAt(first, name, 0) || !standsAt(last, name, end)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = find(piece, name, from, end);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

function find(piece: Characters, name: Characters, from: number, end: number): number {
  if (typeof piece === 'string') {
    const at = (name as string).indexOf(piece, from);
    return at >= 0 && at + piece.length <= end ? at : -1;
  }
  for (let at = from; at + piece.length <= end; at++) if (standsAt(piece, name, at)) return at;
  return -1;
}

function standsAt(piece: Characters, name: Characters, at: number): boolean {
  if (typeof piece === 'string') return (name as string).startsWith(piece, at);
  return piece.every((character, index) => character === '?' || character === name[at + index]);
}
