import type { ComparedLine } from '@/api/types';
import { align } from '@/ui/align';

/** A stretch of a line: in both texts, or in one of them. */
export interface Piece {
  op: 'same' | 'removed' | 'added';
  text: string;
}

/** One line of the comparison, with its numbers in the two texts. */
export interface DiffLine {
  a: number | null;
  b: number | null;
  pieces: Piece[];
}

const WORDS = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
/** Two lines that have less than this part of their words in common are two lines, not one that was changed. */
const ALIKE = 0.3;

const joined = (pieces: Piece[]): Piece[] =>
  pieces.reduce<Piece[]>((out, piece) => {
    const last = out.at(-1);
    if (last?.op === piece.op) last.text += piece.text;
    else out.push({ ...piece });
    return out;
  }, []);

const WORD = /[\p{L}\p{N}]/u;

/** Changes that only a space or a full stop parts are one change: first all that went, then all that came. */
function gathered(pieces: Piece[]): Piece[] {
  const solid = pieces.map((piece, i) => {
    const between =
      pieces[i - 1]?.op !== 'same' && pieces[i + 1]?.op !== 'same' && i > 0 && i < pieces.length - 1;
    return piece.op !== 'same' || (between && !WORD.test(piece.text));
  });
  const out: Piece[] = [];
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i] as Piece;
    if (!solid[i]) {
      out.push(piece);
      i++;
      continue;
    }
    let [removed, added] = ['', ''];
    for (; i < pieces.length && solid[i]; i++) {
      const { op, text } = pieces[i] as Piece;
      if (op !== 'added') removed += text;
      if (op !== 'removed') added += text;
    }
    if (removed) out.push({ op: 'removed', text: removed });
    if (added) out.push({ op: 'added', text: added });
  }
  return out;
}

/** What became of a line, word by word; null where the two have too little in common. */
export function wordsOf(before: string, after: string): Piece[] | null {
  const [a, b] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  const pairs = align<string>([...a], [...b], (x, y) => x === y);
  const kept = pairs.filter((pair) => pair.a !== null && pair.b !== null && pair.a.trim() !== '').length;
  const words = Math.max(a.filter((w) => w.trim()).length, b.filter((w) => w.trim()).length);
  if (words === 0 || kept / words < ALIKE) return null;
  const pieces = joined(
    pairs.map(({ a: x, b: y }) =>
      x !== null && y !== null
        ? { op: 'same', text: x }
        : x !== null
          ? { op: 'removed', text: x }
          : { op: 'added', text: y ?? '' },
    ),
  );
  return gathered(pieces);
}

/** The lines of a diff with their numbers; a line that was changed is one line, told word by word where `byWord`. */
export function linesOf(diff: ComparedLine[], byWord: boolean): DiffLine[] {
  const out: DiffLine[] = [];
  let [a, b] = [0, 0];
  for (let i = 0; i < diff.length; ) {
    const line = diff[i];
    if (!line) break;
    if (line.op === 'same') {
      out.push({ a: ++a, b: ++b, pieces: [{ op: 'same', text: line.text }] });
      i++;
      continue;
    }
    const removed: string[] = [];
    const added: string[] = [];
    for (; diff[i] && diff[i]?.op !== 'same'; i++)
      (diff[i]?.op === 'removed' ? removed : added).push(diff[i]?.text ?? '');
    const rest: DiffLine[] = [];
    for (const [k, text] of removed.entries()) {
      const other = added[k];
      const words = byWord && other !== undefined ? wordsOf(text, other) : null;
      a++;
      if (words) {
        out.push(...rest.splice(0), { a, b: ++b, pieces: words });
      } else {
        out.push({ a, b: null, pieces: [{ op: 'removed', text }] });
        if (other !== undefined) rest.push({ a: null, b: ++b, pieces: [{ op: 'added', text: other }] });
      }
    }
    out.push(...rest);
    for (const text of added.slice(removed.length))
      out.push({ a: null, b: ++b, pieces: [{ op: 'added', text }] });
  }
  return out;
}

export const isChanged = (line: DiffLine): boolean => line.pieces.some((piece) => piece.op !== 'same');

/** Lines around what changed; stretches that are the same on both sides are left out between them. */
export function hunksOf(lines: DiffLine[], around = 2): DiffLine[][] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some((line) => isChanged(line)),
  );
  const out: DiffLine[][] = [];
  lines.forEach((line, i) => {
    if (!near[i]) return;
    if (i > 0 && near[i - 1]) out.at(-1)?.push(line);
    else out.push([line]);
  });
  return out;
}
