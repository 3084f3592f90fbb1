package dev.metaagent.govern.approvals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Conditions of rules in words.
final class ConditionWords {

  private static final int LONGEST_VALUE = 200;

  private ConditionWords() {}

  /// A whole condition, such as `amount > 200 and currency = “EUR”`; null where there is none.
  static @Nullable String of(@Nullable Object when) {
    if (!(when instanceof Map<?, ?> map)) {
      return null;
    }
    List<Map<?, ?>> conditions = conditions(when);
    if (conditions.isEmpty()) {
      return map.get("any") == null ? null : "never: any of no conditions";
    }
    return conditions.stream()
        .map(ConditionWords::one)
        .collect(Collectors.joining(map.get("all") == null ? " or " : " and "));
  }

  /// The conditions of which all, or any, must be true.
  static List<Map<?, ?>> conditions(@Nullable Object when) {
    if (!(when instanceof Map<?, ?> map)) {
      return List.of();
    }
    Object list = map.get("all") == null ? map.get("any") : map.get("all");
    return list instanceof List<?> items
        ? items.stream()
            .<Map<?, ?>>mapMulti((item, next) -> {
              if (item instanceof Map<?, ?> condition) {
                next.accept(condition);
              }
            })
            .toList()
        : List.of();
  }

  private static String one(Map<?, ?> condition) {
    String path = path(condition).isEmpty() ? "the arguments" : path(condition);
    Object value = condition.get("value");
    return switch (op(condition)) {
      case "exists" -> path + (Boolean.FALSE.equals(value) ? " is missing" : " exists");
      case "eq" -> path + " = " + shown(value);
      case "ne" -> path + " ≠ " + shown(value);
      case "lt" -> path + " < " + shown(value);
      case "lte" -> path + " ≤ " + shown(value);
      case "gt" -> path + " > " + shown(value);
      case "gte" -> path + " ≥ " + shown(value);
      default -> path + " " + asks(condition);
    };
  }

  /// What a condition asks of a value, as it is written beside the value: `over 200`.
  static String asks(Map<?, ?> condition) {
    String value = shown(condition.get("value"));
    return switch (op(condition)) {
      case "eq" -> "is " + value;
      case "ne" -> "is not " + value;
      case "in" -> "is one of " + value;
      case "lt" -> "under " + value;
      case "lte" -> "at most " + value;
      case "gt" -> "over " + value;
      case "gte" -> "at least " + value;
      case "contains" -> "contains " + value;
      case "startsWith" -> "starts with " + value;
      case "endsWith" -> "ends with " + value;
      case "exists" -> Boolean.FALSE.equals(condition.get("value")) ? "is missing" : "is there";
      default -> op(condition) + " " + value;
    };
  }

  static String path(Map<?, ?> condition) {
    return Objects.toString(condition.get("path"), "");
  }

  private static String op(Map<?, ?> condition) {
    return Objects.toString(condition.get("op"), "");
  }

  private static String shown(@Nullable Object value) {
    String text =
        switch (value) {
          case String said -> "“" + said + "”";
          case List<?> list ->
              list.stream().map(ConditionWords::shown).collect(Collectors.joining(", "));
          case null, default -> String.valueOf(value);
        };
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }
}
