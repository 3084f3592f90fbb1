import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on salt and unit alone: 53 bits of SHA-256(salt, 0x00, unit). */
export function bucket(salt: string, unit: string): number {
  const digest = createHash('sha256').update(`${salt}\0${unit}`, 'utf8').digest();
  return Number(digest.readBigUInt64BE(0) >> 11n) / 2 ** 53;
}
