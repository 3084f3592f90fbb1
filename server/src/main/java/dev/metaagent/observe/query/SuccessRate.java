package dev.metaagent.observe.query;

import org.jspecify.annotations.Nullable;

/// The share of runs that succeeded among those whose outcome is known, with its 95 % Wilson
/// interval (Wilson 1927).
///
/// @param value null while no outcome is known
/// @param n runs with a known outcome
/// @param unknown runs without one
record SuccessRate(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, long n, long unknown) {

  private static final double Z = 1.959963984540054;

  static SuccessRate of(long succeeded, long n, long unknown) {
    if (n == 0) {
      return new SuccessRate(null, null, null, 0, unknown);
    }
    double share = (double) succeeded / n;
    double square = Z * Z / n;
    double centre = (share + square / 2) / (1 + square);
    double half = Z / (1 + square) * Math.sqrt(share * (1 - share) / n + square / (4 * n));
    return new SuccessRate(
        share, Math.max(0, centre - half), Math.min(1, centre + half), n, unknown);
  }
}
