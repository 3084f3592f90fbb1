package dev.metaagent.ingest.otlp;

import static dev.metaagent.ingest.otlp.JsonFields.enumeration;
import static dev.metaagent.ingest.otlp.JsonFields.id;
import static dev.metaagent.ingest.otlp.JsonFields.int32;
import static dev.metaagent.ingest.otlp.JsonFields.int64;
import static dev.metaagent.ingest.otlp.JsonFields.name;
import static dev.metaagent.ingest.otlp.JsonFields.nextElement;
import static dev.metaagent.ingest.otlp.JsonFields.nextField;
import static dev.metaagent.ingest.otlp.JsonFields.object;
import static dev.metaagent.ingest.otlp.JsonFields.text;
import static dev.metaagent.ingest.otlp.JsonValues.attributes;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import tools.jackson.core.JsonParser;

/** The spans of an OTLP/JSON trace request. */
final class JsonSpans {
  private static final String STATUS = "STATUS_CODE_";

  private JsonSpans() {}

  static ResourceSpans resourceSpans(JsonParser p) {
    ResourceSpans.Builder group = ResourceSpans.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "resource" -> group.setResource(JsonValues.resource(p));
        case "scopeSpans", "instrumentationLibrarySpans" -> {
          while (nextElement(p)) {
            group.addScopeSpans(scopeSpans(p));
          }
        }
        case "schemaUrl" -> group.setSchemaUrl(text(p));
        default -> p.skipChildren();
      }
    }
    return group.build();
  }

  private static ScopeSpans scopeSpans(JsonParser p) {
    ScopeSpans.Builder group = ScopeSpans.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "scope", "instrumentationLibrary" -> group.setScope(JsonValues.scope(p));
        case "spans" -> {
          while (nextElement(p)) {
            group.addSpans(span(p));
          }
        }
        case "schemaUrl" -> group.setSchemaUrl(text(p));
        default -> p.skipChildren();
      }
    }
    return group.build();
  }

  private static Span span(JsonParser p) {
    Span.Builder span = Span.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "traceId" -> span.setTraceId(id(p));
        case "spanId" -> span.setSpanId(id(p));
        case "parentSpanId" -> span.setParentSpanId(id(p));
        case "traceState" -> span.setTraceState(text(p));
        case "flags" -> span.setFlags(int32(p));
        case "name" -> span.setName(text(p));
        case "kind" -> span.setKindValue(enumeration(p, "SPAN_KIND_", JsonSpans::kindNumber));
        case "startTimeUnixNano" -> span.setStartTimeUnixNano(int64(p));
        case "endTimeUnixNano" -> span.setEndTimeUnixNano(int64(p));
        case "attributes" -> attributes(p, span::addAttributes);
        case "droppedAttributesCount" -> span.setDroppedAttributesCount(int32(p));
        case "events" -> events(p, span);
        case "droppedEventsCount" -> span.setDroppedEventsCount(int32(p));
        case "links" -> links(p, span);
        case "droppedLinksCount" -> span.setDroppedLinksCount(int32(p));
        case "status" -> span.setStatus(status(p));
        default -> p.skipChildren();
      }
    }
    return span.build();
  }

  private static void events(JsonParser p, Span.Builder span) {
    while (nextElement(p)) {
      Span.Event.Builder event = Span.Event.newBuilder();
      while (nextField(p)) {
        switch (name(p)) {
          case "timeUnixNano" -> event.setTimeUnixNano(int64(p));
          case "name" -> event.setName(text(p));
          case "attributes" -> attributes(p, event::addAttributes);
          case "droppedAttributesCount" -> event.setDroppedAttributesCount(int32(p));
          default -> p.skipChildren();
        }
      }
      span.addEvents(event);
    }
  }

  private static void links(JsonParser p, Span.Builder span) {
    while (nextElement(p)) {
      Span.Link.Builder link = Span.Link.newBuilder();
      while (nextField(p)) {
        switch (name(p)) {
          case "traceId" -> link.setTraceId(id(p));
          case "spanId" -> link.setSpanId(id(p));
          case "traceState" -> link.setTraceState(text(p));
          case "attributes" -> attributes(p, link::addAttributes);
          case "droppedAttributesCount" -> link.setDroppedAttributesCount(int32(p));
          case "flags" -> link.setFlags(int32(p));
          default -> p.skipChildren();
        }
      }
      span.addLinks(link);
    }
  }

  /** An object; a code that stands in its place is read too. */
  private static Status status(JsonParser p) {
    Status.Builder status = Status.newBuilder();
    if (p.currentToken().isScalarValue()) {
      return status.setCodeValue(enumeration(p, STATUS, JsonSpans::statusNumber)).build();
    }
    object(p);
    while (nextField(p)) {
      switch (name(p)) {
        case "code" -> status.setCodeValue(enumeration(p, STATUS, JsonSpans::statusNumber));
        case "message" -> status.setMessage(text(p));
        default -> p.skipChildren();
      }
    }
    return status.build();
  }

  private static int kindNumber(String name) {
    return switch (name) {
      case "SPAN_KIND_INTERNAL" -> Span.SpanKind.SPAN_KIND_INTERNAL_VALUE;
      case "SPAN_KIND_SERVER" -> Span.SpanKind.SPAN_KIND_SERVER_VALUE;
      case "SPAN_KIND_CLIENT" -> Span.SpanKind.SPAN_KIND_CLIENT_VALUE;
      case "SPAN_KIND_PRODUCER" -> Span.SpanKind.SPAN_KIND_PRODUCER_VALUE;
      case "SPAN_KIND_CONSUMER" -> Span.SpanKind.SPAN_KIND_CONSUMER_VALUE;
      default -> Span.SpanKind.SPAN_KIND_UNSPECIFIED_VALUE;
    };
  }

  private static int statusNumber(String name) {
    if (name.endsWith("_ERROR")) {
      return Status.StatusCode.STATUS_CODE_ERROR_VALUE;
    }
    return name.endsWith("_OK")
        ? Status.StatusCode.STATUS_CODE_OK_VALUE
        : Status.StatusCode.STATUS_CODE_UNSET_VALUE;
  }
}
