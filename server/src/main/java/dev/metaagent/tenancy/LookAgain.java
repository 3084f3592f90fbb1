package dev.metaagent.tenancy;

import java.time.Duration;

/// How often a shared copy of rows is read again for what was not found in it. Another node may
/// have written the row a moment ago, so who did not find it waits for a reading that began after
/// it asked; all who wait share one.
public final class LookAgain {

  private static final Duration APART = Duration.ofMillis(20);

  private LookAgain() {}

  /// Waits until the next reading may begin.
  ///
  /// @param readAt when the last one began, by {@link System#nanoTime}
  public static void mayBegin(long readAt) {
    long left = readAt + APART.toNanos() - System.nanoTime();
    if (left <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
