import { isObject, type Json } from './json.js';
import { isSigned, type PublicKey, parsePublicKey } from './signature.js';

/** The keys that are trusted, by their id. */
export type TrustedKeys = ReadonlyMap<string, PublicKey>;

interface Offered {
  item: Record<string, unknown>;
  key: PublicKey;
}

/**
 * The keys that are trusted once the server offered some: the pinned ones; without these the known ones;
 * without these all that are offered; and each key that a trusted one signed.
 *
 * @param pinned public keys that the host trusts
 * @param known public keys that were trusted before
 * @param items what the server offers
 */
export function trustedKeys(
  pinned: string[],
  known: string[],
  items: readonly unknown[],
): Map<string, PublicKey> {
  const offered = items.map(readItem).filter((item) => item !== null);
  const first = pinned.length > 0 ? pinned : known;
  const keys = first.length > 0 ? first.map(parsePublicKey) : offered.map(({ key }) => key);
  const trusted = new Map<string, PublicKey>();
  for (const key of keys) if (key !== null) trusted.set(key.keyId, key);
  while (offered.some((offer) => trustBySignature(offer, trusted))) {}
  return trusted;
}

function readItem(item: unknown): Offered | null {
  if (!isObject(item) || item.algorithm !== 'Ed25519' || typeof item.publicKey !== 'string') return null;
  const key = parsePublicKey(item.publicKey);
  return key !== null && key.keyId === item.keyId ? { item, key } : null;
}

/** Trusts a key that is not trusted yet if a trusted one signed it; whether it became trusted. */
function trustBySignature({ item, key }: Offered, trusted: Map<string, PublicKey>): boolean {
  const { signedBy } = item;
  if (trusted.has(key.keyId) || !isObject(signedBy)) return false;
  const signer = trusted.get(String(signedBy.keyId));
  const { algorithm, keyId, notAfter, notBefore, publicKey } = item as Record<string, Json>;
  const statement = { algorithm, keyId, notAfter, notBefore, publicKey } as Record<string, Json>;
  if (signer === undefined || !isSigned(statement, signedBy.value, signer)) return false;
  trusted.set(key.keyId, key);
  return true;
}
