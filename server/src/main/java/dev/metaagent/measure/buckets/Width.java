package dev.metaagent.measure.buckets;

import java.time.Duration;
import java.time.Instant;

/// The three lengths of a bucket. The finer one is kept for a shorter time.
public enum Width {
  TEN_SECONDS(10, Duration.ofHours(2)),
  MINUTE(60, Duration.ofDays(2)),
  HOUR(3_600, Duration.ofDays(400));

  /// Expiry lags behind the horizon, so that a reader who asks for a bucket inside it finds it.
  public static final Duration GRACE = Duration.ofMinutes(10);

  private final int seconds;
  private final Duration horizon;

  Width(int seconds, Duration horizon) {
    this.seconds = seconds;
    this.horizon = horizon;
  }

  public static Width of(int seconds) {
    return switch (seconds) {
      case 10 -> TEN_SECONDS;
      case 60 -> MINUTE;
      case 3_600 -> HOUR;
      default -> throw new IllegalArgumentException("no bucket has " + seconds + " s");
    };
  }

  public int seconds() {
    return seconds;
  }

  /// The start of the bucket that holds an instant.
  public Instant floor(Instant at) {
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * (long) seconds);
  }

  /// The first bucket start at or after an instant.
  Instant ceil(Instant at) {
    Instant floor = floor(at);
    return floor.equals(at) ? at : floor.plusSeconds(seconds);
  }

  /// The oldest bucket start that is answered from this width: whole buckets of the next coarser
  /// width, so that those can be summed from it.
  public Instant oldest(Instant now) {
    return HOUR.floor(now.minus(horizon));
  }
}
