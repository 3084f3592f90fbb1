package dev.metaagent.statistics;

import org.jspecify.annotations.Nullable;

/// How much a rate changed between two independent groups, with its 95 % interval: Newcombe's
/// hybrid score interval. With the Wilson intervals (l₁, u₁) before and (l₂, u₂) after, it reaches
/// from d − √((p₂−l₂)² + (u₁−p₁)²) to d + √((u₂−p₂)² + (p₁−l₁)²); it stays within −1 to 1. Source:
/// method 10 of Newcombe 1998, Statistics in Medicine 17:873.
///
/// @param value after − before, from −1 to 1
/// @param low lower bound
/// @param high upper bound
public record Difference(double value, double low, double high) {

  /// Null while one of the two rates is not known.
  public static @Nullable Difference between(Rate before, Rate after) {
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
    return new Difference(value, Math.max(-1, value - down), Math.min(1, value + up));
  }
}
