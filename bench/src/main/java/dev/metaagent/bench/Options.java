package dev.metaagent.bench;

import java.util.HashMap;
import java.util.Map;

/// Options of a run, as `name=value`.
record Options(Map<String, String> values) {

  static Options of(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (int at = 1; at < arguments.length; at++) {
      String[] parts = arguments[at].split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "Options are name=value, not \"" + arguments[at] + "\".");
      }
      values.put(parts[0], parts[1]);
    }
    return new Options(Map.copyOf(values));
  }

  long number(String name, long otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Long.parseLong(value.replace("_", ""));
  }

  long seconds(String name, long otherwise) {
    return number(name, otherwise);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
