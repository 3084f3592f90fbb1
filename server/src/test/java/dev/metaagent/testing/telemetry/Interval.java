package dev.metaagent.testing.telemetry;

/// From when to when, in Unix nanoseconds.
record Interval(long start, long end) {

  private static final long SECOND = 1_000_000_000L;

  /// A part of it.
  Interval within(Dice dice) {
    long length = Math.max(2, end - start);
    long from = start + Math.floorMod(dice.positive(), length / 2);
    return new Interval(from, from + Math.floorMod(dice.positive(), end - from) + 1);
  }

  /// The same as sent with a wrong clock, or without a known time.
  Interval byAWrongClock(Dice dice) {
    return switch (dice.between(0, 4)) {
      case 0 -> new Interval(0, 0);
      case 1 -> new Interval(915_148_800 * SECOND, 915_148_801 * SECOND);
      case 2 -> new Interval(start + 10_800 * SECOND, end + 10_800 * SECOND);
      case 3 -> new Interval(/* start= */ end, /* end= */ start);
      default -> new Interval(start + 40 * SECOND, end + 40 * SECOND);
    };
  }
}
