package dev.metaagent.policy.wire;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The server's clock, as far as a host knows it, and the age of what it stored.
public final class ClockRules {

  /// The age of a policy whose last contact is not known: beyond any maximum.
  public static final Duration BEYOND_ANY_AGE = Duration.ofSeconds(Long.MAX_VALUE);

  /// How far ahead of a clock a time may lie.
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private ClockRules() {}

  /// What is added to the local time to have the server's: `date` is the header of an answer,
  /// `localAtAnswer` when it arrived; zero before the first answer.
  public static Duration offset(@Nullable Instant date, @Nullable Instant localAtAnswer) {
    return date == null || localAtAnswer == null
        ? Duration.ZERO
        : Duration.between(localAtAnswer, date);
  }

  /// What is left until a time of the server, at least 0.
  public static Duration left(Instant expiresAt, Instant local, Duration offset) {
    Duration left = Duration.between(local.plus(offset), expiresAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The age of a policy whose last contact was stored.
  public static Duration storedAge(Instant storedContact, Instant now) {
    Duration age = Duration.between(storedContact, now);
    if (age.negated().compareTo(TOLERANCE) > 0) {
      return BEYOND_ANY_AGE;
    }
    return age.isNegative() ? Duration.ZERO : age;
  }
}
