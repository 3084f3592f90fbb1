package dev.metaagent.statistics;

/// The quantile of a list of values: the smallest value that at least a share of all values does
/// not exceed (nearest rank, the inverse of the empirical distribution; definition 1 of Hyndman and
/// Fan 1996, The American Statistician 50:361; `percentile_disc` in SQL).
///
/// Of nine common definitions this one, because it is a value that occurred, and because "p95 is at
/// most 3 s" then means exactly that at least 95 % of the executions took at most 3 s: a statement
/// about counts, which has an interval. Interpolation (`percentile_cont`) gives times that nobody
/// waited.
public final class Quantile {

  private Quantile() {}

  /// The 1-based rank of a quantile among n sorted values: ⌈share·n⌉, at least 1.
  ///
  /// @param share from 0 to 1
  /// @throws IllegalArgumentException when n is not positive or the share is outside 0 to 1
  public static long rank(double share, long n) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
    if (n < 1) {
      throw new IllegalArgumentException("no quantile of " + n + " values");
    }
    return Math.clamp((long) Math.ceil(share * n), 1, n);
  }

  /// The quantile of whole numbers.
  ///
  /// @param sorted in ascending order, at least one
  public static long of(double share, long[] sorted) {
    return sorted[(int) rank(share, sorted.length) - 1];
  }

  /// The quantile of numbers.
  ///
  /// @param sorted in ascending order, at least one
  public static double of(double share, double[] sorted) {
    return sorted[(int) rank(share, sorted.length) - 1];
  }
}
