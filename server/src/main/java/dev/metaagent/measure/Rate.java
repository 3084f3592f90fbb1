package dev.metaagent.measure;

import org.jspecify.annotations.Nullable;

/// A share of successes with its 95 % Wilson score interval (Wilson 1927, without continuity
/// correction). Runs whose outcome is not known are counted beside it and are in no rate.
///
/// @param value successes / n, null while n is 0
/// @param low lower bound, null while n is 0
/// @param high upper bound, null while n is 0
/// @param n runs with a known outcome
/// @param unknown runs without one
record Rate(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, long n, long unknown) {

  /// The 97.5 % quantile of the normal distribution.
  static final double Z = 1.959963984540054;

  static Rate of(long successes, long failures, long unknown) {
    long n = successes + failures;
    if (n == 0) {
      return new Rate(null, null, null, 0, unknown);
    }
    double share = (double) successes / n;
    double weight = Z * Z / n;
    double center = (share + weight / 2) / (1 + weight);
    double half = Z / (1 + weight) * Math.sqrt(share * (1 - share) / n + weight / (4 * n));
    double low = successes == 0 ? 0 : Math.max(0, center - half);
    double high = failures == 0 ? 1 : Math.min(1, center + half);
    return new Rate(share, low, high, n, unknown);
  }
}
