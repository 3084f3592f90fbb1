package dev.metaagent.conventions;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;

/** Spans with a few attributes, written as pairs of a name and a value. */
public final class Spans {

  private Spans() {}

  /** Attributes from names and values in turn; a list is an array of texts. */
  public static List<KeyValue> attributes(Object... pairs) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.add(
          KeyValue.newBuilder().setKey((String) pairs[i]).setValue(value(pairs[i + 1])).build());
    }
    return attributes;
  }

  /** A value by the type that a sender would choose. */
  public static AnyValue value(Object value) {
    AnyValue.Builder sent = AnyValue.newBuilder();
    return switch (value) {
      case String text -> sent.setStringValue(text).build();
      case Integer number -> sent.setIntValue(number).build();
      case Long number -> sent.setIntValue(number).build();
      case Double number -> sent.setDoubleValue(number).build();
      case Boolean truth -> sent.setBoolValue(truth).build();
      case List<?> list -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        list.forEach(element -> array.addValues(value(element)));
        yield sent.setArrayValue(array).build();
      }
      default -> throw new IllegalArgumentException("no value: " + value);
    };
  }

  /** A span that ended, with attributes. */
  public static Span.Builder span(String name, Object... pairs) {
    return Span.newBuilder()
        .setName(name)
        .setStartTimeUnixNano(1_000_000_000)
        .setEndTimeUnixNano(2_000_000_000)
        .addAllAttributes(attributes(pairs));
  }

  static MappedSpan mapped(Span.Builder span) {
    return mapped(span, "test");
  }

  static MappedSpan mapped(Span.Builder span, String scope) {
    return SpanMapping.map(
        Resource.getDefaultInstance(),
        InstrumentationScope.newBuilder().setName(scope).build(),
        span.build());
  }
}
