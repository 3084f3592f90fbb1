package dev.metaagent.bench;

import java.util.Arrays;

/// Durations of one kind of call, for quantiles.
final class Times {

  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = duration;
  }

  /// The smallest duration, in milliseconds, that at least this share of the calls did not exceed.
  synchronized double milliseconds(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
  }

  synchronized int count() {
    return count;
  }
}
