package dev.metaagent.fleet;

import java.time.Duration;
import java.time.Instant;

/// How many times as much as usual happens in the live part: a rush at first, so that there is
/// something to see within a minute, then a twelfth of it, so that the runs of an hour stay those
/// of an agency.
record Pace(Instant began, double speed) {

  private static final Duration RUSH = Duration.ofMinutes(5);
  private static final double LATER = 12;

  double at(Instant moment) {
    return moment.isBefore(began.plus(RUSH)) ? speed : Math.max(1, speed / LATER);
  }
}
