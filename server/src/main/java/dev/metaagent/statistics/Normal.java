package dev.metaagent.statistics;

/// The standard normal distribution.
final class Normal {

  private static final double DENSITY_AT_0 = 0.3989422804014327;
  private static final double TAIL_FROM = 3;
  private static final int TERMS = 80;

  private Normal() {}

  /// P(Z ≥ z) for z ≥ 0, relative error below 10⁻¹². Below 3 the series of Marsaglia 2004, Journal
  /// of Statistical Software 11(4); from there the continued fraction of Laplace, Abramowitz and
  /// Stegun 26.2.14.
  static double upperTail(double z) {
    if (!(z >= 0)) {
      throw new IllegalArgumentException("z is not negative: " + z);
    }
    double density = DENSITY_AT_0 * Math.exp(-z * z / 2);
    return z < TAIL_FROM ? 0.5 - density * series(z) : density / fraction(z);
  }

  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int i = 1; i < TERMS; i++) {
      term *= z * z / (2 * i + 1);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double z) {
    double value = z;
    for (int i = TERMS; i > 0; i--) {
      value = z + i / value;
    }
    return value;
  }
}
