package dev.metaagent.measure.detect;

import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.statistics.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/// What is wrong with an agent now: the values, their interval and the limit that they crossed.
public sealed interface Symptom {

  /// The worst first: by severity, by kind, then by how far the limit was crossed.
  Comparator<Symptom> WORST_FIRST =
      Comparator.comparing(Symptom::severity)
          .thenComparingInt(Symptom::order)
          .thenComparingDouble(symptom -> -symptom.distance());

  AgentStatus severity();

  /// How far beyond the limit; comparable within one kind alone.
  double distance();

  private int order() {
    return switch (this) {
      case BelowObjective _ -> 0;
      case Slow _ -> 1;
      case Silent _ -> 2;
    };
  }

  /// The whole interval of the success rate of the last hour lies below the objective.
  ///
  /// @param objective from 0 to 1
  record BelowObjective(AgentStatus severity, Rate observed, double objective) implements Symptom {
    @Override
    public double distance() {
      return observed.high() == null ? 0 : objective - observed.high();
    }
  }

  /// The p95 of the last hour is over its limit.
  ///
  /// @param n executions of the last hour
  record Slow(AgentStatus severity, double p95Ms, double limitMs, long n) implements Symptom {
    @Override
    public double distance() {
      return p95Ms / limitMs;
    }
  }

  /// A steady agent stopped.
  ///
  /// @param last when it was last seen
  /// @param usualGap between the beginnings of its executions, on average over its last six full
  ///   hours
  /// @param gap since it was last seen
  /// @param n executions in those hours
  record Silent(Instant last, Duration usualGap, Duration gap, long n) implements Symptom {
    @Override
    public AgentStatus severity() {
      return AgentStatus.DEGRADED;
    }

    @Override
    public double distance() {
      return gap.toSeconds();
    }
  }
}
