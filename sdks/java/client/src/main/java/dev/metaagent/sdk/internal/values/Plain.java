package dev.metaagent.sdk.internal.values;

import dev.metaagent.policy.json.Json;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of a host as plain values: maps with texts as keys, lists, texts, numbers, booleans,
/// null. What is none of these becomes its text. Never throws.
public final class Plain {

  private static final int MAX_DEPTH = 64;

  private Plain() {}

  public static @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  /// A text as it is, anything else as JSON.
  public static String text(@Nullable Object value) {
    Object plain = of(value);
    return plain instanceof String text ? text : Json.write(plain);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return Double.isFinite(number.doubleValue()) ? number : (Object) number.toString();
    }
    if (depth > MAX_DEPTH) {
      return shown(value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, item) -> plain.put(String.valueOf(key), of(item, depth + 1)));
      return plain;
    }
    if (value instanceof Iterable<?> items) {
      List<@Nullable Object> plain = new ArrayList<>();
      items.forEach(item -> plain.add(of(item, depth + 1)));
      return plain;
    }
    if (value instanceof Optional<?> optional) {
      return of(optional.orElse(null), depth + 1);
    }
    return value.getClass().isArray() ? array(value, depth) : shown(value);
  }

  private static List<@Nullable Object> array(Object array, int depth) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      plain.add(of(Array.get(array, i), depth + 1));
    }
    return plain;
  }

  private static String shown(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException e) {
      return value.getClass().getName();
    }
  }
}
