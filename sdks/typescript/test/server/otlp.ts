/** A span as it was received. */
export interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes hold anything
  attributes: Record<string, any>;
  status: { code: number; message: string };
  // biome-ignore lint/suspicious/noExplicitAny: attributes hold anything
  events: { name: string; attributes: Record<string, any> }[];
  resource: Record<string, unknown>;
}

type Field = { number: number; bytes: Buffer; value: bigint };

/** Reads the spans of an `ExportTraceServiceRequest` in protobuf. */
export function readSpans(request: Buffer): ReceivedSpan[] {
  return all(request, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(all(resourceSpans, 1)[0] ?? Buffer.alloc(0), 1);
    return all(resourceSpans, 2).flatMap((scope) => all(scope, 2).map((span) => readSpan(span, resource)));
  });
}

function readSpan(span: Buffer, resource: Record<string, unknown>): ReceivedSpan {
  const status = all(span, 15)[0] ?? Buffer.alloc(0);
  return {
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentSpanId: hex(span, 4),
    name: text(span, 5),
    attributes: attributesOf(span, 9),
    events: all(span, 11).map((event) => ({ name: text(event, 2), attributes: attributesOf(event, 3) })),
    status: {
      code: Number(fields(status).find((f) => f.number === 3)?.value ?? 0n),
      message: text(status, 2),
    },
    resource,
  };
}

function attributesOf(message: Buffer, number: number): Record<string, unknown> {
  return Object.fromEntries(
    all(message, number).map((pair) => [text(pair, 1), attributeValue(all(pair, 2)[0])]),
  );
}

function attributeValue(value: Buffer | undefined): unknown {
  const [field] = value ? fields(value) : [];
  switch (field?.number) {
    case 1:
      return field.bytes.toString('utf8');
    case 2:
      return field.value === 1n;
    case 3:
      return Number(BigInt.asIntN(64, field.value));
    case 4:
      return field.bytes.readDoubleLE(0);
    case 5:
      return all(field.bytes, 1).map(attributeValue);
    default:
      return undefined;
  }
}

function all(message: Buffer, number: number): Buffer[] {
  return fields(message)
    .filter((field) => field.number === number)
    .map((field) => field.bytes);
}

function text(message: Buffer, number: number): string {
  return all(message, number)[0]?.toString('utf8') ?? '';
}

function hex(message: Buffer, number: number): string {
  return all(message, number)[0]?.toString('hex') ?? '';
}

function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = { number: tag >> 3, bytes: Buffer.alloc(0) as Buffer, value: 0n };
    const take = (length: number) => {
      field.bytes = message.subarray(at, at + length);
      at += length;
    };
    if ((tag & 7) === 0) field.value = varint();
    else take((tag & 7) === 1 ? 8 : (tag & 7) === 5 ? 4 : Number(varint()));
    found.push(field);
  }
  return found;
}
