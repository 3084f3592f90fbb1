package dev.metaagent.audit;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// The reason for a change, as text of the person who makes it.
public final class Reason {

  private static final int LONGEST = 500;

  private Reason() {}

  /// The reason of a change that needs one.
  public static String required(@Nullable String text) {
    String reason = of(text);
    if (reason == null) {
      throw MetaAgentException.invalid("reason", "why, in 1 to " + LONGEST + " characters");
    }
    return reason;
  }

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
