import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { isSecretKey, redactContent } from '../redaction/redact.js';
import { isContent } from './content.js';
import { resourceSpansOf } from './protobuf.js';

/** Serializes spans as they may leave the process: without personal data, secrets and, if so set, content. */
export class SpanSerializer {
  readonly #resources = new WeakMap<Resource, Resource>();

  constructor(
    private readonly resource: Resource,
    private readonly withContent: boolean,
  ) {}

  /** One `ResourceSpans` message. */
  serialize(span: ReadableSpan): Uint8Array {
    const request = ProtobufTraceSerializer.serializeRequest([this.#redacted(span)]);
    if (request === undefined) throw new Error('the span cannot be serialized');
    return resourceSpansOf(request);
  }

  #redacted(span: ReadableSpan): ReadableSpan {
    const { code, message } = span.status;
    return {
      name: redactContent(span.name),
      kind: span.kind,
      spanContext: () => span.spanContext(),
      ...(span.parentSpanContext ? { parentSpanContext: span.parentSpanContext } : {}),
      startTime: span.startTime,
      endTime: span.endTime,
      duration: span.duration,
      ended: span.ended,
      status: message ? { code, message: redactContent(message) } : { code },
      attributes: this.#attributes(span.attributes),
      links: span.links.map((link) => ({ ...link, attributes: this.#attributes(link.attributes ?? {}) })),
      events: span.events.map((event) => ({
        ...event,
        attributes: this.#attributes(event.attributes ?? {}),
      })),
      resource: this.#resourceOf(span.resource),
      instrumentationScope: span.instrumentationScope,
      droppedAttributesCount: span.droppedAttributesCount,
      droppedEventsCount: span.droppedEventsCount,
      droppedLinksCount: span.droppedLinksCount,
    };
  }

  #attributes(attributes: Attributes): Attributes {
    const redacted: Attributes = {};
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && (this.withContent || !isContent(name)))
        redacted[name] = redactAttribute(name, value);
    }
    return redacted;
  }

  /** The resource of the host with what this SDK knows beside it. */
  #resourceOf(resource: Resource): Resource {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    const merged = this.resource.merge(resource);
    if (!resource.asyncAttributesPending) this.#resources.set(resource, merged);
    return merged;
  }
}

function redactAttribute(name: string, value: AttributeValue): AttributeValue {
  if (typeof value === 'string') {
    const key = name.slice(name.lastIndexOf('.') + 1);
    return value !== '' && isSecretKey(key) ? '<SECRET>' : redactContent(value);
  }
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === 'string' ? redactContent(item) : item)) as AttributeValue;
}
