import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonical } from '../../src/policy/canonical.js';
import type { Json } from '../../src/policy/json.js';

/** A key of a server that signs policies. */
export class Signer {
  readonly #private: KeyObject;
  readonly publicKey: string;
  readonly keyId: string;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.#private = privateKey;
    this.publicKey = publicKey.export({ format: 'jwk' }).x as string;
    this.keyId = createHash('sha256')
      .update(Buffer.from(this.publicKey, 'base64url'))
      .digest('hex')
      .slice(0, 16);
  }

  sign(value: object) {
    const signature = sign(null, Buffer.from(canonical(value as Json)), this.#private);
    return { keyId: this.keyId, value: signature.toString('base64url') };
  }

  /** The key as the server offers it, signed by an older one if one is given. */
  item(signer?: Signer) {
    const { keyId, publicKey } = this;
    const times = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2030-01-01T00:00:00Z' };
    const statement = { algorithm: 'Ed25519', keyId, publicKey, ...times };
    return { ...statement, signedBy: signer?.sign(statement) ?? null };
  }
}
