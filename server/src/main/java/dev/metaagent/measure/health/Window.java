package dev.metaagent.measure.health;

import java.util.Arrays;
import java.util.Optional;

/// The stretches of time, up to now, over which health is kept.
public enum Window {
  MINUTE("1m", 60),
  FIVE_MINUTES("5m", 300),
  HOUR("1h", 3_600);

  private final String wire;
  private final int seconds;

  Window(String wire, int seconds) {
    this.wire = wire;
    this.seconds = seconds;
  }

  public static Optional<Window> named(String wire) {
    return Arrays.stream(values()).filter(window -> window.wire.equals(wire)).findFirst();
  }

  public static Window of(int seconds) {
    return Arrays.stream(values())
        .filter(window -> window.seconds == seconds)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no window of " + seconds + " s"));
  }

  public String wire() {
    return wire;
  }

  public int seconds() {
    return seconds;
  }
}
