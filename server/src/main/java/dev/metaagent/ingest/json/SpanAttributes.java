package dev.metaagent.ingest.json;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes values as attributes of a span, except null.
final class SpanAttributes {

  private final Span.Builder span;

  SpanAttributes(Span.Builder span) {
    this.span = span;
  }

  SpanAttributes text(String key, @Nullable String value) {
    return value == null ? this : add(key, AnyValue.newBuilder().setStringValue(value).build());
  }

  SpanAttributes count(String key, @Nullable Long value) {
    return value == null ? this : add(key, AnyValue.newBuilder().setIntValue(value).build());
  }

  SpanAttributes truth(String key, @Nullable Boolean value) {
    return value == null ? this : add(key, AnyValue.newBuilder().setBoolValue(value).build());
  }

  SpanAttributes texts(String key, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    ArrayValue.Builder all = ArrayValue.newBuilder();
    values.forEach(value -> all.addValues(AnyValue.newBuilder().setStringValue(value)));
    return add(key, AnyValue.newBuilder().setArrayValue(all).build());
  }

  private SpanAttributes add(String key, AnyValue value) {
    span.addAttributes(KeyValue.newBuilder().setKey(key).setValue(value));
    return this;
  }
}
