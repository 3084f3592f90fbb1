package dev.metaagent.testing.telemetry;

import java.util.List;
import java.util.Random;

/// Choices that follow from a seed.
final class Dice {

  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /// True in one of so many throws.
  boolean oneIn(int throwsOnAverage) {
    return random.nextInt(throwsOnAverage) == 0;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[0] |= 1;
    return bytes;
  }

  long positive() {
    return random.nextLong() >>> 1 | 1;
  }
}
