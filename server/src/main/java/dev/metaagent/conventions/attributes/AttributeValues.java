package dev.metaagent.conventions.attributes;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Attribute values read as what they mean: emitters send numbers as strings and text in quotes. */
public final class AttributeValues {
  private static final long NOT_A_COUNT = -1;

  private AttributeValues() {}

  /** The text of a scalar; null for lists, maps, nothing, and the placeholders of "nothing". */
  public static @Nullable String text(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> meaningful(value.getStringValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> plain(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET -> null;
    };
  }

  /** A count of something; null if it is none. */
  static @Nullable Long count(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    long count =
        switch (value.getValueCase()) {
          case INT_VALUE -> value.getIntValue();
          case DOUBLE_VALUE -> whole(value.getDoubleValue());
          case STRING_VALUE -> whole(value.getStringValue());
          case BOOL_VALUE,
              ARRAY_VALUE,
              KVLIST_VALUE,
              BYTES_VALUE,
              STRING_VALUE_STRINDEX,
              VALUE_NOT_SET ->
              NOT_A_COUNT;
        };
    return count < 0 ? null : count;
  }

  static @Nullable Double number(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    double number =
        switch (value.getValueCase()) {
          case INT_VALUE -> value.getIntValue();
          case DOUBLE_VALUE -> value.getDoubleValue();
          case STRING_VALUE -> decimal(value.getStringValue());
          case BOOL_VALUE,
              ARRAY_VALUE,
              KVLIST_VALUE,
              BYTES_VALUE,
              STRING_VALUE_STRINDEX,
              VALUE_NOT_SET ->
              Double.NaN;
        };
    return Double.isFinite(number) ? number : null;
  }

  static @Nullable Boolean truth(@Nullable AnyValue value) {
    if (value == null) {
      return null;
    }
    if (value.hasBoolValue()) {
      return value.getBoolValue();
    }
    String text = text(value);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> null;
    };
  }

  /** Text without the quotes of a JSON string around it, null for what says nothing. */
  public static @Nullable String meaningful(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String bare = text;
    int last = text.length() - 1;
    if (last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"') {
      bare = text.substring(1, last);
    }
    if (bare.isBlank()) {
      return null;
    }
    return switch (bare) {
      case "none", "None", "null", "undefined", "<not specified>" -> null;
      default -> bare;
    };
  }

  /** US dollars as billionths. */
  public static @Nullable Long nanoUsd(@Nullable Double dollars) {
    if (dollars == null || dollars < 0 || dollars > 1e9) {
      return null;
    }
    return Math.round(dollars * 1e9);
  }

  private static @Nullable String plain(double number) {
    if (!Double.isFinite(number)) {
      return null;
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static long whole(double number) {
    return number >= 0 && number < 1e15 ? Math.round(number) : NOT_A_COUNT;
  }

  private static long whole(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > 15) {
      return NOT_A_COUNT;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        double number = decimal(digits);
        return Double.isFinite(number) ? whole(number) : NOT_A_COUNT;
      }
    }
    return Long.parseLong(digits);
  }

  private static double decimal(String text) {
    try {
      return text.length() > 32 ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
