package dev.metaagent.fleet.agency;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Sources of chance that depend on nothing but the numbers they are named by.
public final class Seeds {

  private Seeds() {}

  public static RandomGenerator random(long... name) {
    long mixed = 0x9E3779B97F4A7C15L;
    for (long part : name) {
      mixed = mix(mixed ^ part) + 0x9E3779B97F4A7C15L;
    }
    return new SplittableRandom(mixed);
  }

  /// The finalizer of SplitMix64.
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
