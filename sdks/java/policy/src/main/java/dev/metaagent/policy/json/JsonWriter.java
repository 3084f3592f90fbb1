package dev.metaagent.policy.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one value without spaces; `sorted` as RFC 8785 wants it, otherwise in the order of maps
/// and with whole numbers in all their digits.
final class JsonWriter {

  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  JsonWriter(boolean sorted) {
    this.sorted = sorted;
  }

  String write(@Nullable Object value) {
    append(value);
    return out.toString();
  }

  private void append(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Number number) {
      out.append(sorted ? Numbers.canonical(number) : Numbers.text(number));
    } else if (value instanceof Map<?, ?> object) {
      object(object);
    } else if (value instanceof List<?> list) {
      list(list);
    } else {
      throw new IllegalArgumentException("not a plain value: " + value.getClass().getName());
    }
  }

  private void object(Map<?, ?> object) {
    out.append('{');
    String separator = "";
    for (String key : keys(object)) {
      out.append(separator);
      text(key);
      out.append(':');
      append(object.get(key));
      separator = ",";
    }
    out.append('}');
  }

  private List<String> keys(Map<?, ?> object) {
    List<String> keys = new ArrayList<>(object.size());
    for (Object key : object.keySet()) {
      if (!(key instanceof String text)) {
        throw new IllegalArgumentException("not a text as key: " + key);
      }
      keys.add(text);
    }
    if (sorted) {
      Collections.sort(keys);
    }
    return keys;
  }

  private void list(List<?> list) {
    out.append('[');
    String separator = "";
    for (Object item : list) {
      out.append(separator);
      append(item);
      separator = ",";
    }
    out.append(']');
  }

  private void text(String text) {
    if (sorted && hasLoneSurrogate(text)) {
      throw new IllegalArgumentException("a text with half a character has no canonical form");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
  }
}
