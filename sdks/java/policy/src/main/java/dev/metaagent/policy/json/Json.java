package dev.metaagent.policy.json;

import org.jspecify.annotations.Nullable;

/// JSON (RFC 8259) as plain values: `Map<String, Object>` in the order of the text, `List<Object>`,
/// `String`, `Long` where a number is a whole one of 64 bits and `Double` otherwise, `Boolean`,
/// null. Of equal keys the last counts.
public final class Json {

  private Json() {}

  /// Throws [InvalidJson]; also where objects and lists are nested deeper than 1,000 levels.
  public static @Nullable Object parse(String text) {
    return new JsonReader(text).document();
  }

  /// The shortest text, with keys in the order of their maps.
  public static String write(@Nullable Object value) {
    return new JsonWriter(false).write(value);
  }

  /// Whether a text may be an object or a list: whether its first character is a brace or bracket.
  public static boolean opens(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!JsonReader.isSpace(c)) {
        return c == '{' || c == '[';
      }
    }
    return false;
  }
}
