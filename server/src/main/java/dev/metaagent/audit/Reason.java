package dev.metaagent.access;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// Why somebody changes something, in that one's own words.
public final class Reason {

  private static final int LONGEST = 500;

  private Reason() {}

  /// The reason as the journal keeps it: null where none was given.
  public static @Nullable String of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > LONGEST) {
      throw MetaAgentException.invalid("reason", "at most " + LONGEST + " characters");
    }
    return text.strip();
  }
}
