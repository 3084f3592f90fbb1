import { expect, test } from 'vitest';
import { EventReader } from '../../src/http/sse.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const stream = ': hello\nid: 7\nevent: policy\ndata: {"a":\ndata:  "é"}\nretry: 5\n\ndata\n\nevent: ping\n\n';
const events = [
  { type: 'policy', data: '{"a":\n "é"}', id: '7' },
  { type: 'message', data: '', id: '7' },
  { type: 'ping', data: '', id: '7' },
];

for (const [name, text] of [
  ['line feeds', stream],
  ['carriage returns', stream.replace(/\n/g, '\r')],
  ['both', stream.replace(/\n/g, '\r\n')],
] as const) {
  test(`events are read from lines that end with ${name}`, () => {
    expect(new EventReader().push(bytes(`${text}:`))).toEqual(events);
  });

  test(`events are read from single bytes, with ${name}`, () => {
    const reader = new EventReader();
    expect([...bytes(`${text}:`)].flatMap((byte) => reader.push(Uint8Array.of(byte)))).toEqual(events);
  });
}

test('an event that is not complete is not handed over', () => {
  expect(new EventReader().push(bytes('data: x\n'))).toEqual([]);
});

test('an event without an end is refused', () => {
  const reader = new EventReader();
  const piece = bytes('x'.repeat(9 * 1024 * 1024));
  reader.push(piece);
  expect(() => reader.push(piece)).toThrow('too long');
});
