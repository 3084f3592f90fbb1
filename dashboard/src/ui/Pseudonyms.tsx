import { Fragment, type ReactNode } from 'react';

/** The classes that a redaction can name: what else stands between brackets may be a tag of a prompt. */
const REDACTED = new Set(
  `EMAIL PHONE CARD IBAN US_SSN NATIONAL_ID PASSPORT DRIVER_LICENCE IP_ADDRESS MAC_ADDRESS CRYPTO_WALLET
  PERSON_NAME AWS_KEY GOOGLE_KEY AZURE_KEY GITHUB_TOKEN GITLAB_TOKEN SLACK_TOKEN STRIPE_KEY OPENAI_KEY
  ANTHROPIC_KEY METAAGENT_KEY API_KEY JWT BEARER_TOKEN PRIVATE_KEY PASSWORD URL_CREDENTIALS`.split(/\s+/),
);
/** A pseudonym: its class, then `k`, two letters that name the key, and the hash. */
const TOKEN = /<([A-Z][A-Z0-9_]{1,46})(?::(k[a-z0-9]{6,40}))?>/g;
const KEY_LETTERS = 3;

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
    if (!key && !REDACTED.has(name)) continue;
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
          <i>:{id.slice(0, KEY_LETTERS)}</i>
          <b>{id.slice(KEY_LETTERS)}</b>
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
