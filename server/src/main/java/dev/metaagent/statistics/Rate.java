package dev.metaagent.statistics;

import org.jspecify.annotations.Nullable;

/// A share of successes with its 95 % Wilson score interval.
///
/// With p = k/n and z the 97.5 % quantile of the normal distribution, the interval is (p + z²/2n ±
/// z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n): all shares that a two-sided score test at 5 % does not
/// reject. It is exactly 0 below when nothing succeeded and exactly 1 above when everything did,
/// and is never empty. Source: Wilson 1927, JASA 22:209; method 3 (no continuity correction) of
/// Newcombe 1998, Statistics in Medicine 17:857.
///
/// Error: it holds the true share in about 95 % of all cases on average over the shares; for a
/// single share near 0 or 1 and small n the coverage can be lower.
///
/// @param value successes / n from 0 to 1, null while n is 0
/// @param low lower bound, null while n is 0
/// @param high upper bound, null while n is 0
/// @param n executions with a known outcome
/// @param unknown executions without one; they are in no rate
public record Rate(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, long n, long unknown) {

  /// The 97.5 % quantile of the normal distribution.
  private static final double Z = 1.959963984540054;

  /// The rate of counts.
  ///
  /// @throws IllegalArgumentException when a count is negative
  /// @throws ArithmeticException when there are more than 2⁶³ − 1
  public static Rate of(long successes, long failures, long unknown) {
    if (successes < 0 || failures < 0 || unknown < 0) {
      throw new IllegalArgumentException(
          "counts are not negative: %d, %d, %d".formatted(successes, failures, unknown));
    }
    long n = Math.addExact(successes, failures);
    if (n == 0) {
      return new Rate(null, null, null, 0, unknown);
    }
    double share = (double) successes / n;
    double weight = Z * Z / n;
    double center = (share + weight / 2) / (1 + weight);
    double half = Z / (1 + weight) * Math.sqrt(share * (1 - share) / n + weight / (4.0 * n));
    double low = successes == 0 ? 0 : Math.max(0, center - half);
    double high = failures == 0 ? 1 : Math.min(1, center + half);
    return new Rate(share, low, high, n, unknown);
  }
}
