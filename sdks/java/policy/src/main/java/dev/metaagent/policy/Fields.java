package dev.metaagent.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The fields of one object, read as the types that they must have. Each method throws
/// [InvalidPolicy] with the path of the field where the type differs.
public final class Fields {

  private final String path;
  private final Map<?, ?> values;

  private Fields(String path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  public static Fields of(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(path, map);
    }
    throw new InvalidPolicy(path, "an object");
  }

  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public @Nullable Object value(String name) {
    return values.get(name);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public InvalidPolicy invalid(String name, String expected) {
    return new InvalidPolicy(path(name), expected);
  }

  public String text(String name) {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw invalid(name, "a text");
  }

  public @Nullable String textOrNull(String name) {
    return values.get(name) == null ? null : text(name);
  }

  public Fields object(String name) {
    return of(path(name), values.get(name));
  }

  public @Nullable Fields objectOrNull(String name) {
    return values.get(name) == null ? null : object(name);
  }

  /// A whole number of at least `least`, written in any form (`7`, `7.0`).
  public long integer(String name, long least) {
    if (values.get(name) instanceof Number number) {
      double value = number.doubleValue();
      if (value == Math.rint(value) && value >= least && value < 0x1p63) {
        return number.longValue();
      }
    }
    throw invalid(name, least > 0 ? "a positive integer" : "an integer of at least " + least);
  }

  public @Nullable Long integerOrNull(String name, long least) {
    return values.get(name) == null ? null : integer(name, least);
  }

  public double number(String name, double least, double most) {
    if (values.get(name) instanceof Number number) {
      double value = number.doubleValue();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw invalid(name, "a number from " + least + " to " + most);
  }

  /// A time as of RFC 3339.
  public Instant time(String name) {
    if (values.get(name) instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw invalid(name, "a time as of RFC 3339");
      }
    }
    throw invalid(name, "a time as of RFC 3339");
  }

  /// A decimal number of at least 0, as a text.
  public @Nullable BigDecimal amountOrNull(String name) {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && text.matches("[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      return new BigDecimal(text);
    }
    throw invalid(name, "a decimal number as a text");
  }

  public List<?> list(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list;
    }
    throw invalid(name, "a list");
  }

  /// A list, or an empty one where there is none.
  public List<?> listOrEmpty(String name) {
    return values.get(name) == null ? List.of() : list(name);
  }

  /// Each item of a list, read with its path.
  public <T> List<T> items(String name, BiFunction<String, @Nullable Object, T> read) {
    return items(path(name), list(name), read);
  }

  public static <T> List<T> items(
      String path, List<?> list, BiFunction<String, @Nullable Object, T> read) {
    List<T> items = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      items.add(read.apply(path + "[" + i + "]", list.get(i)));
    }
    return List.copyOf(items);
  }
}
