package dev.metaagent.live.channel;

import java.time.Duration;

/// How often a topic may send a frame, and whether the cursor covers it.
public enum Pace {
  /// Events: up to ten frames a second, covered by the cursor.
  EVENTS(Duration.ofMillis(100)),

  /// State: up to four frames a second, only the newest of each key. Not covered by the cursor:
  /// only the current state counts.
  STATE(Duration.ofMillis(250));

  private final Duration every;

  Pace(Duration every) {
    this.every = every;
  }

  public Duration every() {
    return every;
  }
}
