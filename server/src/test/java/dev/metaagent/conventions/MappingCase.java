package dev.metaagent.conventions;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.Telemetry.SentLog;
import dev.metaagent.conventions.Telemetry.SentSpan;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One case of {@code protocol/mapping}: telemetry in short form, and what it means. */
record MappingCase(Telemetry telemetry, Map<String, SentSpan> byId, JsonNode expect) {
  private static final long MILLI = 1_000_000;
  private static final long FIRST = 1_800_000_000_000_000_000L;

  static MappingCase read(JsonNode json) {
    Resource.Builder resource = Resource.newBuilder();
    resource.addAllAttributes(attributes(json.get("resource")));
    Map<String, SentSpan> byId = new LinkedHashMap<>();
    int place = 0;
    for (JsonNode span : json.get("spans")) {
      byId.put(span.get("id").asString(), sent(resource.build(), span, place++));
    }
    List<SentLog> logs = new ArrayList<>();
    if (json.has("logs")) {
      for (JsonNode log : json.get("logs")) {
        logs.add(sent(resource.build(), log, byId));
      }
    }
    return new MappingCase(
        new Telemetry(List.copyOf(byId.values()), logs), byId, json.get("expect"));
  }

  SentSpan span(String id) {
    return Objects.requireNonNull(byId.get(id), "span " + id);
  }

  Set<String> ids() {
    return byId.keySet();
  }

  private static SentSpan sent(Resource resource, JsonNode json, int place) {
    long start = json.has("start") ? json.get("start").asLong() : place;
    long end = json.has("end") ? json.get("end").asLong() : 1_000 - place;
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceId(json))
            .setSpanId(spanId(json.get("id")))
            .setName(json.get("name").asString())
            .setKind(kind(json))
            .setStartTimeUnixNano(FIRST + start * MILLI)
            .setEndTimeUnixNano(FIRST + end * MILLI)
            .addAllAttributes(attributes(json.get("attributes")));
    if (json.has("parent")) {
      span.setParentSpanId(spanId(json.get("parent")));
    }
    if (json.has("status")) {
      boolean error = json.get("status").asString().equals("error");
      span.setStatus(
          Status.newBuilder()
              .setCodeValue(error ? 2 : 1)
              .setMessage(json.has("message") ? json.get("message").asString() : ""));
    }
    if (json.has("events")) {
      for (JsonNode event : json.get("events")) {
        span.addEvents(
            Span.Event.newBuilder()
                .setName(event.get("name").asString())
                .setTimeUnixNano(event.has("time") ? FIRST + event.get("time").asLong() * MILLI : 0)
                .addAllAttributes(attributes(event.get("attributes"))));
      }
    }
    InstrumentationScope scope =
        InstrumentationScope.newBuilder()
            .setName(json.has("scope") ? json.get("scope").asString() : "test")
            .build();
    return new SentSpan(
        resource, scope, span.build(), SpanMapping.map(resource, scope, span.build()));
  }

  private static SentLog sent(Resource resource, JsonNode json, Map<String, SentSpan> byId) {
    SentSpan span = Objects.requireNonNull(byId.get(json.get("span").asString()));
    LogRecord.Builder log =
        LogRecord.newBuilder()
            .setTraceId(span.span().getTraceId())
            .setSpanId(span.span().getSpanId())
            .setTimeUnixNano(FIRST + (json.has("time") ? json.get("time").asLong() : 0));
    if (json.has("event")) {
      log.setEventName(json.get("event").asString());
    }
    if (json.has("eventAttribute")) {
      log.addAttributes(
          KeyValue.newBuilder().setKey("event.name").setValue(value(json.get("eventAttribute"))));
    }
    if (json.has("body")) {
      log.setBody(value(json.get("body")));
    }
    if (json.has("attributes")) {
      log.addAllAttributes(attributes(json.get("attributes")));
    }
    return new SentLog(
        log.build(),
        LogMapping.map(resource, InstrumentationScope.getDefaultInstance(), log.build()));
  }

  private static ByteString traceId(JsonNode json) {
    byte trace = (byte) (json.has("trace") ? json.get("trace").asString().charAt(0) : 'a');
    byte[] id = new byte[16];
    id[0] = trace;
    id[15] = trace;
    return ByteString.copyFrom(id);
  }

  private static ByteString spanId(JsonNode id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(Long.BYTES).putLong(0, id.asString().charAt(0)).array());
  }

  private static Span.SpanKind kind(JsonNode json) {
    return switch (json.has("kind") ? json.get("kind").asString() : "internal") {
      case "client" -> Span.SpanKind.SPAN_KIND_CLIENT;
      case "server" -> Span.SpanKind.SPAN_KIND_SERVER;
      case "consumer" -> Span.SpanKind.SPAN_KIND_CONSUMER;
      default -> Span.SpanKind.SPAN_KIND_INTERNAL;
    };
  }

  private static List<KeyValue> attributes(JsonNode json) {
    List<KeyValue> attributes = new ArrayList<>();
    for (String key : json.propertyNames()) {
      attributes.add(KeyValue.newBuilder().setKey(key).setValue(value(json.get(key))).build());
    }
    return attributes;
  }

  private static AnyValue value(JsonNode json) {
    AnyValue.Builder value = AnyValue.newBuilder();
    if (json.isString()) {
      value.setStringValue(json.stringValue());
    } else if (json.isBoolean()) {
      value.setBoolValue(json.booleanValue());
    } else if (json.isIntegralNumber()) {
      value.setIntValue(json.asLong());
    } else if (json.isNumber()) {
      value.setDoubleValue(json.asDouble());
    } else if (json.isArray()) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      json.forEach(element -> array.addValues(value(element)));
      value.setArrayValue(array);
    } else if (json.isObject()) {
      value.setKvlistValue(KeyValueList.newBuilder().addAllValues(attributes(json)));
    }
    return value.build();
  }
}
