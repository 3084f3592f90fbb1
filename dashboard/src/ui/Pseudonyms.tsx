import { Fragment, type ReactNode } from 'react';

/** Classes whose redaction carries no name of its own, so that a tag of HTML is never taken for one. */
const REDACTED =
  /^(?:EMAIL|PHONE|CARD|IBAN|ACCOUNT|SSN|ITIN|TAX|IP|IPV4|IPV6|MAC|NAME|PERSON|ADDRESS|PASSPORT|LICENCE|WALLET|CRYPTO|URL|JWT|PASSWORD|SECRET|KEY|TOKEN|CREDENTIAL|PRIVATE|BEARER|NATIONAL|PATTERN|CUSTOM|REDACTED)(?:_[A-Z0-9_]+)?$|_(?:KEY|TOKEN|SECRET|NAME|ID|NUMBER|URL|PASSWORD|CREDENTIALS?)$/;
const TOKEN = /<([A-Z][A-Z0-9_]{1,40})(?::([A-Za-z0-9]{4,40}))?>/g;

export interface Piece {
  text: string;
  /** Where it begins in the whole text. */
  at: number;
  class?: string;
  key?: string;
}

/** A text as pieces: what was replaced before storing, and what lies between. */
export function piecesOf(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, name = '', key] = match;
    if (!key && !REDACTED.test(name)) continue;
    if (match.index > at) out.push({ text: text.slice(at, match.index), at });
    out.push({ text: whole, at: match.index, class: name, key });
    at = match.index + whole.length;
  }
  if (at < text.length) out.push({ text: text.slice(at), at });
  return out;
}

const wordsOf = (name: string) => name.toLowerCase().replaceAll('_', ' ');

/** One value that was replaced before storing; copying it gives what is stored. */
export function Pseudonym({ name, id }: { name: string; id?: string }) {
  const words = wordsOf(name);
  return (
    <span
      className="pseudonym"
      title={
        id
          ? `${words}, replaced before it was stored; the same value always has the name ${id}`
          : `${words}, removed before it was stored`
      }
    >
      <i>&lt;</i>
      {name}
      {id && (
        <>
          <i>:</i>
          <b>{id}</b>
        </>
      )}
      <i>&gt;</i>
    </span>
  );
}

/** A text in which pseudonyms are drawn as pills. */
export function withPills(text: string): ReactNode {
  if (!text.includes('<')) return text;
  return piecesOf(text).map((piece) =>
    piece.class ? (
      <Pseudonym key={piece.at} name={piece.class} id={piece.key} />
    ) : (
      <Fragment key={piece.at}>{piece.text}</Fragment>
    ),
  );
}

export function Pills({ text }: { text: string }) {
  return <>{withPills(text)}</>;
}
