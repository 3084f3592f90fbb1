package dev.metaagent.privacy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The budget of processor time for patterns of an organization: one for each text, and one for all
/// texts of a request. RE2 is linear for one match, but not for all matches of a text: `x[^y]*y|x`
/// reads a text of x to its end from each of its characters.
///
/// Counts processor time of the thread, not wall-clock time, so that load on the machine does not
/// withhold texts. Not thread-safe.
final class PatternBudget {

  static final Duration TEXT = Duration.ofMillis(500);
  static final Duration REQUEST = Duration.ofSeconds(5);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Characters read between two checks of the clock.
  private static final int READS = 1_024;

  /// A text exceeded the budget.
  static final class Exhausted extends RuntimeException {
    private Exhausted() {
      super("patterns took too long", null, false, false);
    }
  }

  private final LongSupplier nanos;
  private long spent;
  private long begun;
  private long allowed;
  private int reads;

  PatternBudget() {
    this(PatternBudget::processorTime);
  }

  /// @param nanos a clock of this thread
  PatternBudget(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private static long processorTime() {
    return Thread.currentThread().isVirtual() || !THREADS.isCurrentThreadCpuTimeSupported()
        ? System.nanoTime()
        : THREADS.getCurrentThreadCpuTime();
  }

  /// Runs the work that reads one text.
  ///
  /// @throws Exhausted when the budget of the text or of the request is spent
  void spend(Runnable work) {
    allowed = Math.min(TEXT.toNanos(), REQUEST.toNanos() - spent);
    begun = nanos.getAsLong();
    try {
      check();
      work.run();
    } finally {
      spent += nanos.getAsLong() - begun;
    }
  }

  private void check() {
    reads = READS;
    if (nanos.getAsLong() - begun >= allowed) {
      throw new Exhausted();
    }
  }

  /// The text, for a matcher inside {@link #spend}; reading it throws once the budget is spent.
  CharSequence metered(String text) {
    return new Metered(text);
  }

  private final class Metered implements CharSequence {

    private final String text;

    Metered(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (--reads <= 0) {
        check();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
