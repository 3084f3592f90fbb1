package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.model.ToolOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Something outside that agents can use.
interface Tool {

  /// Its description for agents.
  ToolOffer offer();

  Result call(Map<String, String> arguments, Lead lead, Instant now, RandomGenerator random);

  /// What came of a call.
  ///
  /// @param failure the kind of error, null when it worked
  record Result(String text, Duration took, @Nullable String failure) {

    static Result of(String text, double millis) {
      return new Result(text, millis(millis), null);
    }

    static Result failed(String failure, String message, double millis) {
      return new Result(message, millis(millis), failure);
    }

    private static Duration millis(double millis) {
      return Duration.ofNanos(Math.round(millis * 1_000) * 1_000);
    }
  }

  /// Milliseconds around a usual value, with a tail to the slow side.
  static double about(double usual, RandomGenerator random) {
    return about(usual, 0.3, random);
  }

  /// The same, with a spread of its own.
  static double about(double usual, double spread, RandomGenerator random) {
    return usual * Math.exp(random.nextGaussian() * spread);
  }
}
