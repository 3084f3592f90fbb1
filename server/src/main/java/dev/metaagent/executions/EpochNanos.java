package dev.metaagent.executions;

import java.time.Instant;

/// Times as OpenTelemetry writes them: nanoseconds since 1970-01-01T00:00:00Z.
public final class EpochNanos {

  private EpochNanos() {}

  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  public static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
