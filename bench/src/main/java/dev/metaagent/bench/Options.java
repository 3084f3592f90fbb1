package dev.metaagent.bench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Options of a run, as `--name value`, `--name=value` or `name=value`.
record Options(Map<String, String> values) {

  private static final Set<String> FLAGS = Set.of("json");

  /// Where something lies on this machine; not part of what was measured.
  private static final Set<String> PLACES =
      Set.of("json", "out", "results", "data", "jar", "baseline");

  static Options of(String[] arguments) {
    Map<String, String> values = new TreeMap<>();
    for (int at = 1; at < arguments.length; at++) {
      boolean dashed = arguments[at].startsWith("--");
      String[] parts = arguments[at].substring(dashed ? 2 : 0).split("=", 2);
      if (parts.length == 2) {
        values.put(parts[0], parts[1]);
      } else if (dashed && FLAGS.contains(parts[0])) {
        values.put(parts[0], "true");
      } else if (dashed && at + 1 < arguments.length) {
        values.put(parts[0], arguments[++at]);
      } else {
        throw new IllegalArgumentException(
            "Options are --name value or name=value, not \"" + arguments[at] + "\".");
      }
    }
    return new Options(Map.copyOf(values));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  long number(String name, long otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Long.parseLong(value.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + " is a whole number, not \"" + value + "\".", e);
    }
  }

  long seconds(String name, long otherwise) {
    return number(name, otherwise);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /// The options that somebody else needs to measure the same, in the order of their names.
  Map<String, String> repeatable() {
    Map<String, String> repeatable = new TreeMap<>(values);
    repeatable.keySet().removeAll(PLACES);
    return repeatable;
  }
}
