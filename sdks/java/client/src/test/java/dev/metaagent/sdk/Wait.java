package dev.metaagent.sdk;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what happens in the background.
public final class Wait {

  private static final Duration LONG = Duration.ofSeconds(20);

  private Wait() {}

  /// Fails if it does not become true.
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
