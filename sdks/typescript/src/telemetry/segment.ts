import { crc32c } from './crc32c.js';

const HEADER_BYTES = 8;

/** Bytes of a payload in a segment: its length, its CRC-32C, and itself. */
export function frame(payload: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  record.writeUInt32BE(payload.length, 0);
  record.writeUInt32BE(crc32c(payload), 4);
  record.set(payload, HEADER_BYTES);
  return record;
}

/**
 * The payloads of a segment up to the first record that is cut off or damaged, and how many bytes follow
 * from there. A record of length 0 is damage.
 */
export function readSegment(segment: Buffer): { records: Buffer[]; lostBytes: number } {
  const records: Buffer[] = [];
  let at = 0;
  while (segment.length - at > HEADER_BYTES) {
    const start = at + HEADER_BYTES;
    const end = start + segment.readUInt32BE(at);
    if (end === start || end > segment.length) break;
    const payload = segment.subarray(start, end);
    if (crc32c(payload) !== segment.readUInt32BE(at + 4)) break;
    records.push(payload);
    at = end;
  }
  return { records, lostBytes: segment.length - at };
}
