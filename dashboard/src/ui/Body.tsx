import { cut } from '@/format/numbers';
import { Pills } from './Pseudonyms';

/** A body as text: JSON is indented, text stays as it came. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  const start = value.trimStart()[0];
  if (start === '{' || start === '[') {
    try {
      return JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      return value;
    }
  }
  return value;
}

/** The place that an error message of a parser names, for instance `(char 45)`. */
export function placeOf(message: string | null | undefined): number | null {
  const text = message ?? '';
  const index = /\b(?:char|position|offset|index)\s+(\d+)/i.exec(text);
  if (index) return Number(index[1]);
  // Columns count from one, and mean the text only on its first line.
  const column = /\bline 1\D+column\s+(\d+)/i.exec(text);
  return column ? Number(column[1]) - 1 : null;
}

/** A text with the failing place marked, if one is known, and with what was replaced as pills. */
export function Marked({ text, place }: { text: string; place: number | null }) {
  if (place === null || place < 0 || place >= text.length) return <Pills text={text} />;
  return (
    <>
      <Pills text={text.slice(0, place)} />
      <mark>{text[place] === '\n' ? '↵\n' : text[place]}</mark>
      <Pills text={text.slice(place + 1)} />
    </>
  );
}

export function Body({
  value,
  place = null,
  limit,
}: {
  value: unknown;
  place?: number | null;
  limit?: number;
}) {
  const raw = typeof value === 'string' && place !== null ? value : textOf(value);
  const text = limit ? cut(raw, limit) : raw;
  return (
    <div className="code">
      <Marked text={text} place={place} />
    </div>
  );
}
