package dev.metaagent.executions;

import org.jspecify.annotations.Nullable;

/// Truncates text to what a column or an index entry can hold.
public final class ColumnText {

  private ColumnText() {}

  public static @Nullable String to(@Nullable String text, int limit) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end);
  }
}
