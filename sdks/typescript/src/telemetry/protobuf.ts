const RESOURCE_SPANS_TAG = 0x0a;

/** The `ResourceSpans` message of a serialized `ExportTraceServiceRequest` that holds only this one. */
export function resourceSpansOf(request: Uint8Array): Uint8Array {
  if (request[0] !== RESOURCE_SPANS_TAG) throw new Error('the request holds no ResourceSpans');
  let at = 1;
  while ((request[at] as number) >= 0x80) at++;
  return request.subarray(at + 1);
}

/** The `ExportTraceServiceRequest` that holds some `ResourceSpans` messages. */
export function asRequest(resourceSpans: Uint8Array[]): Buffer {
  return Buffer.concat(resourceSpans.flatMap((message) => [header(message.length), message]));
}

function header(length: number): Buffer {
  const bytes = [RESOURCE_SPANS_TAG];
  let rest = length;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
