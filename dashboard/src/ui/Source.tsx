import type { ReactNode } from 'react';

const KEYWORDS = new Set(
  'import from export const let await async new function return if class public static void var def with as true false null None True False'.split(
    ' ',
  ),
);
const TOKEN =
  /(\/\/[^\n]*|(?:^|(?<=\s))#[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|([A-Za-z_]\w*)/gm;

/** Comments step back, strings are accented because the address and key are in them, keywords are firm. */
export function highlight(code: string): ReactNode[] {
  const out: ReactNode[] = [];
  let at = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [text, comment, string, word] = match;
    if (word && !KEYWORDS.has(word)) continue;
    // `//` inside an address is no comment.
    if (comment?.startsWith('//') && code[match.index - 1] === ':') continue;
    // A name in brackets is no value.
    if (string && code[match.index + text.length] === ']') continue;
    if (match.index > at) out.push(code.slice(at, match.index));
    const key = match.index;
    out.push(comment ? <i key={key}>{text}</i> : string ? <u key={key}>{text}</u> : <b key={key}>{text}</b>);
    at = match.index + text.length;
  }
  out.push(code.slice(at));
  return out;
}

export function Source({ code, label }: { code: string; label: string }) {
  return (
    <pre className="source" role="region" aria-label={label} tabIndex={0}>
      {highlight(code)}
    </pre>
  );
}
