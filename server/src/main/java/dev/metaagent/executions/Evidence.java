package dev.metaagent.executions;

import dev.metaagent.executions.assembly.ExecutionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evidence about the success of a run.
///
/// @param kind what happened: `reply_received`, `rating`, `status`, ...
/// @param success null where it says nothing about success
/// @param confidence 0 to 1; null where only the status of the run is known
/// @param by who reported it
public record Evidence(
    String id,
    String kind,
    @Nullable Boolean success,
    EvidenceSource source,
    @Nullable Double confidence,
    @Nullable BigDecimal value,
    @Nullable String comment,
    @Nullable String by,
    Instant at,
    Instant receivedAt) {

  /// By source, then the latest.
  public static final Comparator<Evidence> MOST_BELIEVED_FIRST =
      Comparator.comparing(Evidence::source)
          .thenComparing(Comparator.comparing(Evidence::at).reversed())
          .thenComparing(Comparator.comparing(Evidence::receivedAt).reversed())
          .thenComparing(Evidence::id);

  /// The evidence that decides: the latest of the most trusted source. Empty when no evidence says
  /// whether the run succeeded.
  public static Optional<Evidence> best(Collection<Evidence> all) {
    return all.stream().filter(each -> each.success() != null).min(MOST_BELIEVED_FIRST);
  }

  /// What the run itself declared.
  public static Evidence declared(boolean success, Instant at) {
    return new Evidence(
        "declared",
        "declared",
        success,
        EvidenceSource.DECLARED,
        EvidenceSource.DECLARED.confidence(),
        null,
        null,
        null,
        at,
        at);
  }

  /// The technical status of the run as evidence.
  ///
  /// @param status 0 unknown, 1 ok, 2 error, 3 running
  public static Evidence status(int status, Instant at) {
    Boolean success =
        switch (status) {
          case ExecutionState.OK -> Boolean.TRUE;
          case ExecutionState.ERROR -> Boolean.FALSE;
          default -> null;
        };
    return new Evidence(
        "status", "status", success, EvidenceSource.STATUS, null, null, null, null, at, at);
  }
}
