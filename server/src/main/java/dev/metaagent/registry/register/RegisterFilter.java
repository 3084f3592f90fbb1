package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which entries of the register are wanted; null stands for all.
///
/// @param risk one, or "unknown" where nobody has said
/// @param team in any case; "" where nobody has said
/// @param archived whether only archived agents are wanted, or only the others
record RegisterFilter(
    @Nullable String risk,
    @Nullable Review review,
    @Nullable String team,
    @Nullable Boolean overdue,
    boolean archived) {

  private static final String UNKNOWN = "unknown";

  static RegisterFilter of(
      @Nullable String risk,
      @Nullable String review,
      @Nullable String team,
      @Nullable Boolean overdue,
      @Nullable Boolean archived) {
    return new RegisterFilter(
        risk(risk),
        review == null || review.isEmpty() ? null : Review.parse(review),
        team == null ? null : team.strip().toLowerCase(Locale.ROOT),
        overdue,
        Boolean.TRUE.equals(archived));
  }

  private static @Nullable String risk(@Nullable String risk) {
    if (risk == null || risk.isEmpty()) {
      return null;
    }
    if (risk.equals(UNKNOWN)) {
      return UNKNOWN;
    }
    try {
      return Risk.parse(risk).wire();
    } catch (MetaAgentException e) {
      throw MetaAgentException.invalid("risk", "must be low, medium, high or unknown");
    }
  }

  boolean matches(RegisterEntry entry) {
    return archived == (entry.archivedAt() != null)
        && (risk == null || risk.equals(entry.risk() == null ? UNKNOWN : entry.risk()))
        && (review == null || review.wire().equals(entry.review()))
        && (team == null || team.equals(lower(entry.team())))
        && (overdue == null || overdue == entry.overdue());
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
