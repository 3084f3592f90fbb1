package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.util.Locale;

/// What the newest review of an agent came to.
enum Review {
  /// Nobody has reviewed it, or the review was taken back.
  UNREVIEWED,
  /// It may do what its entry says.
  APPROVED,
  /// It may do less than it could; what exactly, the reason says.
  RESTRICTED;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Review parse(String text) {
    for (Review review : values()) {
      if (review.wire().equals(text)) {
        return review;
      }
    }
    throw MetaAgentException.invalid("review", "must be unreviewed, approved or restricted");
  }
}
