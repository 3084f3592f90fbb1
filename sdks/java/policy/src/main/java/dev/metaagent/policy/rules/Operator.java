package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a condition compares what its path yields with its value.
public enum Operator {
  EQ("eq"),
  NE("ne"),
  IN("in"),
  LT("lt"),
  LTE("lte"),
  GT("gt"),
  GTE("gte"),
  CONTAINS("contains"),
  STARTS_WITH("startsWith"),
  ENDS_WITH("endsWith"),
  EXISTS("exists");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  static Operator of(Fields fields, String name) {
    Object value = fields.value(name);
    for (Operator operator : values()) {
      if (operator.text.equals(value)) {
        return operator;
      }
    }
    throw fields.invalid(
        name, "eq, ne, in, lt, lte, gt, gte, contains, startsWith, endsWith or exists");
  }

  /// The value of a condition with this operator; throws where it has the wrong type.
  @Nullable Object value(Fields fields, String name) {
    Object value = fields.value(name);
    return switch (this) {
      case EQ, NE -> check(fields, name, value, isScalar(value), "a text, number, boolean or null");
      case IN ->
          value instanceof List<?> list && list.stream().allMatch(Operator::isScalar)
              ? copy(list)
              : fail(fields, name, "a list of texts, numbers, booleans or null");
      case LT, LTE, GT, GTE ->
          check(
              fields,
              name,
              value,
              value instanceof Number || value instanceof String,
              "a number or a text");
      case CONTAINS, STARTS_WITH, ENDS_WITH ->
          check(fields, name, value, value instanceof String, "a text");
      case EXISTS -> check(fields, name, value, value instanceof Boolean, "true or false");
    };
  }

  private static boolean isScalar(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean;
  }

  private static @Nullable Object check(
      Fields fields, String name, @Nullable Object value, boolean right, String expected) {
    return right ? value : fail(fields, name, expected);
  }

  private static Object fail(Fields fields, String name, String expected) {
    throw fields.invalid(name, expected);
  }

  private static List<?> copy(List<?> list) {
    return list.stream().toList();
  }

  /// As it is written in a condition.
  public String text() {
    return text;
  }
}
