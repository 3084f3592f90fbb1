package dev.metaagent.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A number of a sample with its 95 % interval.
///
/// The mean's interval is mean ± 1.96·s/√n (normal approximation; Student's t differs by less than
/// 5 % from n = 20 on). The quantile's reaches from rank n·q − 1.96·√(n·q·(1−q)) to n·q +
/// 1.96·√(n·q·(1−q)) + 1 of the sorted sample (order statistics; Conover 1999, Practical
/// Nonparametric Statistics, 3.2). A difference combines both intervals as {@link Difference} does
/// (method of variance estimates recovery; Zou and Donner 2008, Statistics in Medicine 27:1693).
///
/// @param n how many values there were
public record Estimate(double value, double low, double high, long n) {

  /// Of fewer values no interval is given.
  public static final int LEAST = 20;

  private static final double Z = 1.959963984540054;

  /// The mean of a sample; null when it is too small.
  public static @Nullable Estimate mean(double[] values) {
    int n = values.length;
    if (n < LEAST) {
      return null;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double half = Z * Math.sqrt(squares / (n - 1) / n);
    return new Estimate(mean, mean - half, mean + half, n);
  }

  /// A quantile of a sample; null when it is too small.
  ///
  /// @param share from 0 to 1
  public static @Nullable Estimate quantile(double share, double[] values) {
    int n = values.length;
    if (n < LEAST) {
      return null;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double spread = Z * Math.sqrt(n * share * (1 - share));
    return new Estimate(
        sorted[(int) Quantile.rank(share, n) - 1],
        sorted[rank(Math.floor(n * share - spread), n) - 1],
        sorted[rank(Math.ceil(n * share + spread) + 1, n) - 1],
        n);
  }

  private static int rank(double rank, int n) {
    return (int) Math.clamp(rank, 1.0, n);
  }

  /// How much another estimate differs from this one; null when one is not known.
  public static @Nullable Difference difference(@Nullable Estimate from, @Nullable Estimate to) {
    if (from == null || to == null) {
      return null;
    }
    double value = to.value - from.value;
    double down = Math.hypot(to.value - to.low, from.high - from.value);
    double up = Math.hypot(to.high - to.value, from.value - from.low);
    return new Difference(value, value - down, value + up);
  }
}
