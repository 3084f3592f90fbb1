package dev.metaagent.search.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conditions of one statement, joined by `and`, with their parameters.
final class Conditions {

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new HashMap<>();

  Conditions and(String condition) {
    conditions.add(condition);
    return this;
  }

  /// Adds a condition that names its parameter, unless the value is null.
  Conditions and(String condition, String name, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.put(name, value);
    }
    return this;
  }

  boolean isEmpty() {
    return conditions.isEmpty();
  }

  String sql() {
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }

  Map<String, Object> parameters() {
    return parameters;
  }
}
