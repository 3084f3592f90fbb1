package dev.metaagent.policy.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether and when a request is sent again: exponential backoff with jitter, without end.
public final class Retry {

  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

  private Retry() {}

  /// How long to wait before the next attempt; empty if the failure is final.
  ///
  /// @param failures how many attempts failed, at least 1
  /// @param status HTTP status of the last one, null without an answer
  /// @param retryAfter the header of that name, in seconds or as an HTTP date
  /// @param now by the server's clock
  /// @param random in [0, 1)
  public static Optional<Duration> delay(
      int failures,
      @Nullable Integer status,
      @Nullable String retryAfter,
      Instant now,
      double random) {
    if (status != null && !TRANSIENT.contains(status)) {
      return Optional.empty();
    }
    Duration asked = retryAfter == null ? null : askedFor(retryAfter.strip(), now);
    return Optional.of(asked == null ? backoff(failures, random) : asked);
  }

  /// `min(60 s, 1 s * 2^(failures-1)) * (0.5 + random/2)`.
  public static Duration backoff(int failures, double random) {
    long doubled = 1000L << Math.min(Math.max(failures - 1, 0), 16);
    long longest = Math.min(doubled, LONGEST_BACKOFF.toMillis());
    return Duration.ofMillis(Math.round(longest * (0.5 + random / 2)));
  }

  private static @Nullable Duration askedFor(String retryAfter, Instant now) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(retryAfter)));
    }
    try {
      Instant date =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, date));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration bounded(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : delay;
  }
}
