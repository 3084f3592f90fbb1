import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonical } from './canonical.js';
import type { Json } from './json.js';

/** A public key of Ed25519: 32 bytes in base64url, and the id that follows from them. */
export interface PublicKey {
  keyId: string;
  publicKey: string;
  key: KeyObject;
}

/** Reads a public key; null if the text is none. */
export function parsePublicKey(publicKey: string): PublicKey | null {
  const bytes = Buffer.from(publicKey, 'base64url');
  if (bytes.length !== 32) return null;
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
      format: 'jwk',
    });
    const keyId = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    return { keyId, publicKey, key };
  } catch {
    return null;
  }
}

/** Whether a signature, in base64url, is that of a key over the canonical form of a value. */
export function isSigned(value: Json, signature: unknown, key: PublicKey): boolean {
  if (typeof signature !== 'string') return false;
  try {
    return verify(null, Buffer.from(canonical(value)), key.key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
