package dev.metaagent.policy.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A path into the arguments of a call: segments separated by `.`, `*` for every item or value, `#`
/// at the end for the number of items, keys or characters. It yields any number of values.
final class Path {

  private static final String EVERY = "*";
  private static final String COUNT = "#";

  private final List<String> segments;

  private Path(List<String> segments) {
    this.segments = segments;
  }

  /// `\.` is a dot within a segment, `\\` a backslash; before other characters a backslash is
  /// itself.
  static Path parse(String text) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes =
          c == '\\' && i + 1 < text.length() && ".\\".indexOf(text.charAt(i + 1)) >= 0;
      if (escapes) {
        segment.append(text.charAt(++i));
      } else if (c == '.') {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    if (!text.isEmpty()) {
      segments.add(segment.toString());
    }
    return new Path(List.copyOf(segments));
  }

  List<@Nullable Object> values(@Nullable Object root, OpenedTexts texts) {
    List<@Nullable Object> values = new ArrayList<>(2);
    collect(root, 0, texts, values);
    return values;
  }

  private void collect(
      @Nullable Object value, int at, OpenedTexts texts, List<@Nullable Object> into) {
    if (at == segments.size()) {
      into.add(value);
      return;
    }
    String segment = segments.get(at);
    Object container = value instanceof String text ? texts.open(text) : value;
    if (at == segments.size() - 1 && segment.equals(COUNT)) {
      Long count = count(container == null ? value : container);
      if (count != null) {
        into.add(count);
      }
      return;
    }
    if (container instanceof Map<?, ?> object) {
      collectFrom(object, segment, at, texts, into);
    } else if (container instanceof List<?> list) {
      collectFrom(list, segment, at, texts, into);
    }
  }

  private void collectFrom(
      Map<?, ?> object, String segment, int at, OpenedTexts texts, List<@Nullable Object> into) {
    if (segment.equals(EVERY)) {
      object.values().forEach(item -> collect(item, at + 1, texts, into));
      return;
    }
    Object item = object.get(segment);
    if (item != null || object.containsKey(segment)) {
      collect(item, at + 1, texts, into);
    }
  }

  private void collectFrom(
      List<?> list, String segment, int at, OpenedTexts texts, List<@Nullable Object> into) {
    if (segment.equals(EVERY)) {
      list.forEach(item -> collect(item, at + 1, texts, into));
      return;
    }
    int index = index(segment, list.size());
    if (index >= 0) {
      collect(list.get(index), at + 1, texts, into);
    }
  }

  private static @Nullable Long count(@Nullable Object value) {
    if (value instanceof String text) {
      return (long) text.codePointCount(0, text.length());
    }
    if (value instanceof Map<?, ?> object) {
      return (long) object.size();
    }
    return value instanceof List<?> list ? (Long) (long) list.size() : null;
  }

  /// The index that a segment of digits names in a list of this size; -1 if it names none.
  static int index(String segment, int size) {
    int index = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      index = index * 10 + c - '0';
      if (index >= size) {
        return -1;
      }
    }
    return segment.isEmpty() ? -1 : index;
  }

  List<String> segments() {
    return segments;
  }

  /// Whether the segment at this place stands for every item or value.
  static boolean isEvery(String segment) {
    return segment.equals(EVERY);
  }

  /// Whether the path yields a number of items instead of values.
  boolean isCount() {
    return !segments.isEmpty() && segments.get(segments.size() - 1).equals(COUNT);
  }
}
