package dev.metaagent.conventions.attributes;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one span, sorted into canonical fields in one pass. Used once, by one thread.
 */
public final class SpanFacts {
  /** Below every listed name. */
  private static final int UNLISTED = 100;

  private final @Nullable AnyValue[] best = new @Nullable AnyValue[Field.COUNT];
  private final byte[] ranks = new byte[Field.COUNT];
  private @Nullable Map<String, String> declared;

  public SpanFacts(List<KeyValue> attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      add(attributes.get(i));
    }
  }

  private void add(KeyValue attribute) {
    String name = attribute.getKey();
    AttributeNames.Entry entry = AttributeNames.entry(name);
    if (entry != null) {
      offer(entry.field(), entry.rank(), attribute.getValue());
    } else {
      Field count = UsageNames.ofAttribute(name);
      if (count != null) {
        offer(count, UNLISTED, attribute.getValue());
      }
    }
    String key = DeclaredMetadata.key(name);
    if (key != null) {
      String text = AttributeValues.text(attribute.getValue());
      if (text != null) {
        declare(key, text);
      }
    }
  }

  /** Keeps the value if it says something and no more trusted name has spoken. */
  void offer(Field field, int rank, AnyValue value) {
    int at = at(field);
    if ((best[at] == null || rank < ranks[at]) && saysSomething(value)) {
      best[at] = value;
      ranks[at] = (byte) rank;
    }
  }

  /** Fills a field that no attribute filled. */
  void offerLast(Field field, String text) {
    offer(field, Byte.MAX_VALUE, AnyValue.newBuilder().setStringValue(text).build());
  }

  void declare(String key, String text) {
    if (declared == null) {
      declared = new HashMap<>();
    }
    declared.putIfAbsent(key, text);
  }

  public boolean has(Field field) {
    return best[at(field)] != null;
  }

  public @Nullable AnyValue value(Field field) {
    return best[at(field)];
  }

  public @Nullable String text(Field field) {
    return AttributeValues.text(best[at(field)]);
  }

  public @Nullable Long count(Field field) {
    return AttributeValues.count(best[at(field)]);
  }

  public @Nullable Double number(Field field) {
    return AttributeValues.number(best[at(field)]);
  }

  public @Nullable Boolean truth(Field field) {
    return AttributeValues.truth(best[at(field)]);
  }

  /** Whether the most trusted name of the field said it: MetaAgent's own, where there is one. */
  public boolean saidByFirstName(Field field) {
    return best[at(field)] != null && ranks[at(field)] == 0;
  }

  /** Whether an application chose this tag itself. */
  public static boolean isOwnTag(String tag) {
    return !DeclaredMetadata.isFrameworksTag(tag);
  }

  /** Plain metadata of the application, by its own keys. */
  public Map<String, String> declared() {
    return declared == null ? Map.of() : declared;
  }

  /** The slot of a field; the order lives no longer than this object. */
  @SuppressWarnings("EnumOrdinal")
  private static int at(Field field) {
    return field.ordinal();
  }

  private static boolean saysSomething(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> AttributeValues.meaningful(value.getStringValue()) != null;
      case VALUE_NOT_SET, STRING_VALUE_STRINDEX -> false;
      case BOOL_VALUE, INT_VALUE, DOUBLE_VALUE, ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE -> true;
    };
  }
}
