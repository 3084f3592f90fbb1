package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The order of the register. Entries whose value is not known come last, and equal ones by name.
///
/// @param descending the greatest first
record RegisterSorting(By by, boolean descending) {

  /// What can be sorted by.
  enum By {
    NAME("name"),
    /// low before high
    RISK("risk"),
    /// what needs a person before what does not: overdue, unreviewed, restricted, approved
    REVIEW("review"),
    REVIEWED_UNTIL("reviewedUntil"),
    NEW_USES("newUses");

    private final String wire;

    By(String wire) {
      this.wire = wire;
    }
  }

  static RegisterSorting parse(@Nullable String sort) {
    if (sort == null || sort.isBlank()) {
      return new RegisterSorting(By.NAME, false);
    }
    boolean descending = sort.startsWith("-");
    String name = descending ? sort.substring(1) : sort;
    for (By by : By.values()) {
      if (by.wire.equals(name)) {
        return new RegisterSorting(by, descending);
      }
    }
    throw MetaAgentException.invalid(
        "sort", "must be name, risk, review, reviewedUntil or newUses, or one of them with '-'");
  }

  String wire() {
    return (descending ? "-" : "") + by.wire;
  }

  /// Where an entry belongs.
  RegisterPlace place(RegisterEntry entry) {
    Long value = value(entry);
    return new RegisterPlace(
        value == null ? Long.MAX_VALUE : descending ? -value : value,
        entry.agent().name().toLowerCase(Locale.ROOT),
        entry.agent().id(),
        descending && by == By.NAME);
  }

  private @Nullable Long value(RegisterEntry entry) {
    return switch (by) {
      case NAME -> 0L;
      case RISK -> entry.risk() == null ? null : (long) Risk.parse(entry.risk()).level();
      case REVIEW -> (long) need(entry);
      case REVIEWED_UNTIL -> milliseconds(entry.reviewedUntil());
      case NEW_USES -> entry.newUses() == null ? null : (long) entry.newUses().all();
    };
  }

  private static @Nullable Long milliseconds(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  private static int need(RegisterEntry entry) {
    if (entry.overdue()) {
      return 0;
    }
    return switch (Review.parse(entry.review())) {
      case UNREVIEWED -> 1;
      case RESTRICTED -> 2;
      case APPROVED -> 3;
    };
  }
}
