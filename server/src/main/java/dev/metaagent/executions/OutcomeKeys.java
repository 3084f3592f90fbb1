package dev.metaagent.executions;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;

/// Keys by which an outcome finds its run: the attribute `metaagent.outcome.key`, one or a list.
public final class OutcomeKeys {

  /// The span attribute that holds them.
  public static final String ATTRIBUTE = "metaagent.outcome.key";

  /// The longest key, and the most keys of one span.
  public static final int LONGEST = 300;

  public static final int MOST = 20;

  private OutcomeKeys() {}

  /// A key within its bounds.
  static String stored(String key) {
    String plain = OutcomeTexts.storable(key.strip());
    return plain.length() <= LONGEST ? plain : OutcomeTexts.storable(plain.substring(0, LONGEST));
  }

  /// The key under which a run is found by the id that its sender gave it.
  public static String ofRun(String id) {
    return "run:" + id;
  }

  static List<String> ofSpan(Span span) {
    for (KeyValue attribute : span.getAttributesList()) {
      if (attribute.getKey().equals(ATTRIBUTE)) {
        return read(attribute.getValue());
      }
    }
    return List.of();
  }

  private static List<String> read(AnyValue value) {
    List<String> keys = new ArrayList<>();
    List<AnyValue> values =
        value.hasArrayValue() ? value.getArrayValue().getValuesList() : List.of(value);
    for (AnyValue each : values) {
      String text = each.hasIntValue() ? Long.toString(each.getIntValue()) : each.getStringValue();
      if (!text.isBlank() && keys.size() < MOST) {
        keys.add(stored(text));
      }
    }
    return keys;
  }
}
