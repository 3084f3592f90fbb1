package dev.metaagent.testing;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// For what becomes true a moment after an answer was sent.
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Eventually() {}

  /// Asks until the answer is the wanted one; the last answer otherwise.
  public static <T> T get(Supplier<T> question, Predicate<T> wanted) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    T answer = question.get();
    while (!wanted.test(answer) && System.nanoTime() < until) {
      try {
        Thread.sleep(BETWEEN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = question.get();
    }
    return answer;
  }
}
