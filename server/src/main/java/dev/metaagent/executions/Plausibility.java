package dev.metaagent.observe;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.observe.mapping.MappedSpan;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Which times a sender's clock may tell: neither before what is kept, nor ahead of the arrival. A
/// trace is judged by when it was first seen, so that the answer is the same in whatever parts it
/// came, and when it is read again.
@Component
class Plausibility {

  private static final Duration AHEAD = Duration.ofHours(1);

  private final Duration retention;

  Plausibility(DatabaseSettings database) {
    this.retention = Duration.ofDays(database.retentionDays());
  }

  boolean of(long nanos, Instant seen) {
    if (nanos <= 0) {
      return false;
    }
    Instant time = ExecutionState.instant(nanos);
    return time.isAfter(seen.minus(retention)) && time.isBefore(seen.plus(AHEAD));
  }

  /// Whether a span began, and ended if it did, at a plausible time.
  boolean of(MappedSpan span, Instant seen) {
    return of(span.startNanos(), seen) && (span.endNanos() == 0 || of(span.endNanos(), seen));
  }
}
