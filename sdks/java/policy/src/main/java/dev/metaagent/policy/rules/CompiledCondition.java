package dev.metaagent.policy.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition with its path taken apart.
final class CompiledCondition {

  private final Path path;
  private final Operator op;
  private final @Nullable Object expected;

  CompiledCondition(Condition condition) {
    this.path = Path.parse(condition.path());
    this.op = condition.op();
    this.expected = condition.value();
  }

  /// True if it is true for any value that the path yields, else unknown if it is unknown for any;
  /// `ne` must be true for all.
  Truth evaluate(@Nullable Object arguments, OpenedTexts texts) {
    List<@Nullable Object> values = path.values(arguments, texts);
    return switch (op) {
      case EXISTS -> Truth.of(exists(values) == Boolean.TRUE.equals(expected));
      case NE -> values.isEmpty() ? Truth.of(expected != null) : any(values, Operator.EQ).negated();
      case EQ -> values.isEmpty() ? Truth.of(expected == null) : any(values, op);
      case IN, LT, LTE, GT, GTE, CONTAINS, STARTS_WITH, ENDS_WITH -> any(values, op);
    };
  }

  private static boolean exists(List<@Nullable Object> values) {
    for (Object value : values) {
      if (value != null) {
        return true;
      }
    }
    return false;
  }

  private Truth any(List<@Nullable Object> values, Operator operator) {
    Truth result = Truth.FALSE;
    for (Object value : values) {
      Truth truth = one(value, operator);
      if (truth == Truth.TRUE) {
        return truth;
      }
      if (truth == Truth.UNKNOWN) {
        result = truth;
      }
    }
    return result;
  }

  private Truth one(@Nullable Object value, Operator operator) {
    if (operator == Operator.EQ) {
      return Truth.of(Values.equal(value, expected));
    }
    if (value == null) {
      return Truth.FALSE;
    }
    return switch (operator) {
      case IN -> Truth.of(isIn(value));
      case LT, LTE, GT, GTE -> compare(value, operator);
      case CONTAINS ->
          value instanceof List<?> list ? Truth.of(holds(list)) : text(value, operator);
      case STARTS_WITH, ENDS_WITH -> text(value, operator);
      case EQ, NE, EXISTS -> throw new IllegalStateException(operator.text());
    };
  }

  private boolean isIn(Object value) {
    return expected instanceof List<?> list
        && list.stream().anyMatch(item -> Values.equal(value, item));
  }

  private boolean holds(List<?> list) {
    for (Object item : list) {
      if (Values.equal(item, expected)) {
        return true;
      }
    }
    return false;
  }

  private Truth text(Object value, Operator operator) {
    if (!(value instanceof String text) || !(expected instanceof String part)) {
      return Truth.UNKNOWN;
    }
    return Truth.of(
        switch (operator) {
          case CONTAINS -> text.contains(part);
          case STARTS_WITH -> text.startsWith(part);
          default -> text.endsWith(part);
        });
  }

  private Truth compare(Object value, Operator operator) {
    if (expected instanceof Number limit) {
      double number = number(value);
      double bound = limit.doubleValue();
      return Double.isNaN(number)
          ? Truth.UNKNOWN
          : holds(operator, number < bound ? -1 : number > bound ? 1 : 0);
    }
    return value instanceof String text && expected instanceof String bound
        ? holds(operator, Values.compare(text, bound))
        : Truth.UNKNOWN;
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof String text ? Values.number(text) : Double.NaN;
  }

  private static Truth holds(Operator operator, int order) {
    return Truth.of(
        switch (operator) {
          case LT -> order < 0;
          case LTE -> order <= 0;
          case GT -> order > 0;
          default -> order >= 0;
        });
  }
}
