package dev.metaagent.executions;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.database.DatabaseSettings;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Decides which times of a sender are plausible: not older than the retention, and not later than
/// the arrival. The reference is the first arrival of the trace, so that the result is the same for
/// any order of its parts, and in a remap.
@Component
public class Plausibility {

  private static final Duration AHEAD = Duration.ofHours(1);

  private final Duration retention;

  Plausibility(DatabaseSettings database) {
    this.retention = Duration.ofDays(database.retentionDays());
  }

  public boolean of(long nanos, Instant seen) {
    if (nanos <= 0) {
      return false;
    }
    Instant time = EpochNanos.instant(nanos);
    return time.isAfter(seen.minus(retention)) && time.isBefore(seen.plus(AHEAD));
  }

  /// Whether a span began, and ended if it did, at a plausible time.
  public boolean of(MappedSpan span, Instant seen) {
    return of(span.startNanos(), seen) && (span.endNanos() == 0 || of(span.endNanos(), seen));
  }
}
