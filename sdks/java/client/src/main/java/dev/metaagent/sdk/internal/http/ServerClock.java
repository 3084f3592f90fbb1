package dev.metaagent.sdk.internal.http;

import dev.metaagent.policy.wire.ClockRules;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The server's clock, as far as its answers tell.
public final class ServerClock {

  private final Clock local;
  private volatile Duration offset = Duration.ZERO;

  public ServerClock(Clock local) {
    this.local = local;
  }

  public Instant now() {
    return local.instant().plus(offset);
  }

  public Duration left(Instant serverTime) {
    return ClockRules.left(serverTime, local.instant(), offset);
  }

  /// Reads the `Date` header of an answer that arrived now.
  void answered(String date) {
    try {
      Instant server = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      offset = ClockRules.offset(server, local.instant());
    } catch (DateTimeException e) {
      // an answer without a readable date tells nothing about the clock
    }
  }
}
