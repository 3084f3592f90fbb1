package dev.metaagent.measure;

import org.jspecify.annotations.Nullable;

/// How much a rate changed, with its 95 % interval: Newcombe's hybrid score interval for the
/// difference of two independent proportions (Newcombe 1998, method 10), which joins the two Wilson
/// intervals.
///
/// @param value after − before
record Difference(double value, double low, double high) {

  /// Null while one of the two rates is not known.
  static @Nullable Difference between(Rate before, Rate after) {
    if (before.value() == null
        || before.low() == null
        || before.high() == null
        || after.value() == null
        || after.low() == null
        || after.high() == null) {
      return null;
    }
    double value = after.value() - before.value();
    double down = Math.hypot(after.value() - after.low(), before.high() - before.value());
    double up = Math.hypot(after.high() - after.value(), before.value() - before.low());
    return new Difference(value, value - down, value + up);
  }
}
