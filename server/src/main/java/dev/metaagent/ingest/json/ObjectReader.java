package dev.metaagent.ingest.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, read by name. A field of another type is noted with its path;
/// unknown fields are reported at the end.
final class ObjectReader {

  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(1, -15);

  private final JsonNode object;
  private final String path;
  private final DocumentProblems problems;
  private final Set<String> asked = new HashSet<>();

  ObjectReader(JsonNode object, String path, DocumentProblems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
    if (!object.isObject()) {
      problems.wrong(path.isEmpty() ? "." : path, "is a JSON object");
    }
  }

  /// The path of a field from the top of the document.
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  void wrong(String name, String message) {
    problems.wrong(at(name), message);
  }

  private @Nullable JsonNode value(String name) {
    asked.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /// Short text; a number or boolean is converted to text.
  @Nullable String text(String name, int longest) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isValueNode()) {
      wrong(name, "is text");
      return null;
    }
    return bounded(name, value.asString(), longest);
  }

  String required(String name, int longest) {
    String text = text(name, longest);
    if (text != null && !text.isBlank()) {
      return text;
    }
    if (text != null || !has(name)) {
      wrong(name, "is required");
    }
    return "";
  }

  /// Text of any kind, or JSON as text.
  @Nullable String body(String name, int longest) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    return bounded(name, value.isString() ? value.asString() : value.toString(), longest);
  }

  private @Nullable String bounded(String name, String text, int longest) {
    if (text.length() > longest) {
      wrong(name, "has at most " + longest + " characters; this has " + text.length());
      return null;
    }
    return text;
  }

  /// A time with its zone, or milliseconds since 1970.
  @Nullable Instant time(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber()) {
        return plausible(millis(value.decimalValue()));
      }
      if (value.isString()) {
        return plausible(OffsetDateTime.parse(value.asString().strip()).toInstant());
      }
    } catch (DateTimeException _) {
      // reported below
    }
    wrong(name, "is a time with its zone as in 2026-01-31T10:00:00Z, or milliseconds since 1970");
    return null;
  }

  private static Instant millis(BigDecimal number) {
    if (number.abs().compareTo(MOST_MILLIS) > 0) {
      throw new DateTimeException("outside of what can be stored");
    }
    return Instant.ofEpochMilli(number.longValue());
  }

  private static Instant plausible(Instant at) {
    if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
      throw new DateTimeException("outside of what can be stored");
    }
    return at;
  }

  /// A whole number that is not negative.
  @Nullable Long count(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < 0) {
      wrong(name, "is a whole number, 0 or more");
      return null;
    }
    return value.asLong();
  }

  /// A decimal number, exactly as it is written; a number in quotes is one too.
  @Nullable BigDecimal decimal(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber() || value.isString()) {
        BigDecimal number = new BigDecimal(value.asString().strip());
        if (Math.abs((long) number.precision() - number.scale()) < 20 && number.scale() < 40) {
          return number;
        }
      }
    } catch (NumberFormatException _) {
      // reported below
    }
    wrong(name, "is a number");
    return null;
  }

  /// A number within bounds.
  @Nullable Double number(String name, double least, double most) {
    BigDecimal number = decimal(name);
    if (number == null) {
      return null;
    }
    double value = number.doubleValue();
    if (value < least || value > most) {
      wrong(name, "is a number from " + plain(least) + " to " + plain(most));
      return null;
    }
    return value;
  }

  private static String plain(double bound) {
    return new BigDecimal(bound).stripTrailingZeros().toPlainString();
  }

  @Nullable Boolean truth(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      wrong(name, "is true, false or null");
      return null;
    }
    return value.booleanValue();
  }

  <E> @Nullable E choice(String name, Map<String, E> choices) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    E chosen = value.isString() ? choices.get(value.asString()) : null;
    if (chosen == null) {
      wrong(name, "is one of " + String.join(", ", choices.keySet()));
    }
    return chosen;
  }

  List<String> texts(String name, int most, int longest) {
    List<String> texts = new ArrayList<>();
    JsonNode value = value(name);
    if (value == null) {
      return texts;
    }
    if (!value.isArray() || value.size() > most) {
      wrong(name, "is a list of at most " + most + " texts");
      return texts;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode each = value.get(i);
      String element = name + "[" + i + "]";
      if (!each.isValueNode() || each.isNull()) {
        wrong(element, "is text");
        continue;
      }
      String text = bounded(element, each.asString(), longest);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// An object with keys of the caller's own; values that are not text are converted to JSON text.
  Map<String, String> facts(String name, int most, int longest) {
    Map<String, String> facts = new LinkedHashMap<>();
    JsonNode value = value(name);
    if (value == null) {
      return facts;
    }
    if (!value.isObject() || value.size() > most) {
      wrong(name, "is an object of at most " + most + " values");
      return facts;
    }
    value.forEachEntry((key, each) -> {
      String field = name + "." + key;
      String text = each.isString() ? each.asString() : each.toString();
      if (key.length() > 100) {
        wrong(name, "has keys of at most 100 characters");
      } else if (!each.isNull() && bounded(field, text, longest) != null) {
        facts.put(key, text);
      }
    });
    return facts;
  }

  @Nullable ObjectReader object(String name) {
    JsonNode value = value(name);
    return value == null ? null : new ObjectReader(value, at(name), problems);
  }

  List<ObjectReader> objects(String name) {
    List<ObjectReader> objects = new ArrayList<>();
    JsonNode value = value(name);
    if (value == null) {
      return objects;
    }
    if (!value.isArray()) {
      wrong(name, "is a list");
      return objects;
    }
    for (int i = 0; i < value.size(); i++) {
      objects.add(new ObjectReader(value.get(i), at(name) + "[" + i + "]", problems));
    }
    return objects;
  }

  /// Reports unknown fields, as many as are told.
  void done() {
    if (object.isObject()) {
      for (String name : object.propertyNames()) {
        if (problems.enoughWarnings()) {
          return;
        }
        if (!asked.contains(name)) {
          problems.odd(at(shown(name)), unknown(name));
        }
      }
    }
  }

  private static String shown(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "…";
  }

  private String unknown(String name) {
    String bare = bare(name);
    return asked.stream()
        .filter(known -> bare(known).equals(bare))
        .findFirst()
        .map(known -> "is not known and was ignored; did you mean " + known + "?")
        .orElse("is not known and was ignored; put data of your own into attributes");
  }

  /// A name without case and separators, so that `started_at` is recognised as `startedAt`.
  private static String bare(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
  }
}
