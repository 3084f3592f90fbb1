package dev.metaagent.observe;

import org.jspecify.annotations.Nullable;

/// Text cut to what a column or an index entry may hold.
final class Cut {

  private Cut() {}

  static @Nullable String to(@Nullable String text, int limit) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end);
  }
}
