package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The fields of a JSON object, each read by its type; a field of another type is noted with its
/// path.
final class EventFields {

  /// Later times cannot be stored.
  static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final JsonNode node;
  private final String at;
  private final List<FieldError> errors;

  EventFields(JsonNode node, String at, List<FieldError> errors) {
    this.node = node;
    this.at = at;
    this.errors = errors;
  }

  boolean has(String name) {
    JsonNode value = node.path(name);
    return !value.isMissingNode() && !value.isNull();
  }

  EventFields object(String name) {
    JsonNode value = node.path(name);
    if (has(name) && !value.isObject()) {
      wrong(name, "an object");
      return new EventFields(MissingNode.getInstance(), path(name), errors);
    }
    return new EventFields(value, path(name), errors);
  }

  List<EventFields> list(String name) {
    List<EventFields> list = new ArrayList<>();
    JsonNode value = node.path(name);
    if (has(name) && !value.isArray()) {
      wrong(name, "a list");
    }
    int i = 0;
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      list.add(new EventFields(item, path(name) + "[" + i++ + "]", errors));
    }
    return list;
  }

  /// A required text; if missing, empty and noted.
  String need(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      wrong(name, "is needed");
      return "";
    }
    return text;
  }

  /// A text; a number as it is written, an object or list as JSON.
  @Nullable String text(String name) {
    return text(node.path(name));
  }

  static @Nullable String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isDouble() && Double.isFinite(value.doubleValue())) {
      // seconds with a fraction are no 1.763823304868E9
      return value.decimalValue().toPlainString();
    }
    return value.isValueNode() ? value.asString() : value.toString();
  }

  /// A whole number that is not negative.
  @Nullable Long count(String name) {
    BigDecimal number = decimal(name);
    if (number == null) {
      return null;
    }
    try {
      long count = number.longValueExact();
      if (count >= 0) {
        return count;
      }
    } catch (ArithmeticException _) {
      // noted below
    }
    wrong(name, "a whole number that is not negative");
    return null;
  }

  /// A number, also one that is written as text.
  @Nullable BigDecimal decimal(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() <= 40) {
      try {
        BigDecimal number = new BigDecimal(text.strip());
        if (Math.abs((long) number.scale()) <= 40) {
          return number;
        }
      } catch (NumberFormatException _) {
        // noted below
      }
    }
    wrong(name, "a number");
    return null;
  }

  @Nullable Boolean flag(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> {
        wrong(name, "true or false");
        yield null;
      }
    };
  }

  /// A time: ISO 8601 with an offset, or a number of seconds, milliseconds or nanoseconds since
  /// 1970.
  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    Instant time = time0(text.strip());
    if (time == null || time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      time = null;
      wrong(name, "a time like 2026-11-22T14:55:04.868Z, or seconds or milliseconds since 1970");
    }
    return time;
  }

  private static @Nullable Instant time0(String text) {
    try {
      if (text.matches("\\d{9,10}(\\.\\d{1,9})?")) {
        return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
      }
      if (text.matches("\\d{12,14}")) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      if (text.matches("\\d{18,19}")) {
        long nanos = Long.parseLong(text);
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
      }
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException | NumberFormatException _) {
      return null;
    }
  }

  void wrong(String name, String expected) {
    errors.add(new FieldError(path(name), expected));
  }

  JsonNode json() {
    return node;
  }

  private String path(String name) {
    return at.isEmpty() ? name : at + "." + name;
  }
}
