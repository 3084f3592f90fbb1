package dev.metaagent.measure.health;

import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.statistics.Rate;
import java.time.Duration;
import java.time.Instant;

/// The status of an agent over the last hour, and why: data, which {@link AssessmentSentence} puts
/// into words.
public record HealthAssessment(AgentStatus status, Reason reason) {

  /// Fewer executions than this say nothing.
  static final int ENOUGH_EXECUTIONS = 20;

  private static final double FAR_BELOW = 0.05;
  private static final Duration IDLE_AFTER = Duration.ofHours(24);

  /// Why an agent has its status.
  public sealed interface Reason {

    /// Nothing ran.
    ///
    /// @param since how long nothing is enough to be idle
    record NoExecutions(Duration since) implements Reason {}

    /// Too few to claim anything.
    ///
    /// @param n executions of the last hour with a known outcome
    record TooFewExecutions(long n, int needed) implements Reason {}

    /// The whole interval is below the objective.
    record BelowObjective(Rate observed, double objective) implements Reason {}

    /// The p95 is over its limit.
    ///
    /// @param n executions of the last hour
    record OverLatencyLimit(double p95Ms, double limitMs, long n) implements Reason {}

    /// Nothing of what is known is beyond its limit.
    record WithinObjectives() implements Reason {}
  }

  /// Failing: the upper bound of the success rate is at least five points under the objective.
  /// Degraded: it is under the objective, or p95 is over its limit.
  public static HealthAssessment of(
      Health hour, Objectives objectives, Instant lastSeen, Instant now) {
    Rate rate = hour.successRate();
    if (hour.executions() == 0 && lastSeen.isBefore(now.minus(IDLE_AFTER))) {
      return new HealthAssessment(AgentStatus.IDLE, new Reason.NoExecutions(IDLE_AFTER));
    }
    if (rate.n() < ENOUGH_EXECUTIONS || rate.high() == null) {
      return new HealthAssessment(
          AgentStatus.UNKNOWN, new Reason.TooFewExecutions(rate.n(), ENOUGH_EXECUTIONS));
    }
    if (rate.high() < objectives.successRate()) {
      return new HealthAssessment(
          isFarBelow(rate.high(), objectives) ? AgentStatus.FAILING : AgentStatus.DEGRADED,
          new Reason.BelowObjective(rate, objectives.successRate()));
    }
    if (hour.p95() != null && hour.p95() > objectives.latencyP95Ms()) {
      return new HealthAssessment(
          AgentStatus.DEGRADED,
          new Reason.OverLatencyLimit(hour.p95(), objectives.latencyP95Ms(), hour.executions()));
    }
    return new HealthAssessment(AgentStatus.HEALTHY, new Reason.WithinObjectives());
  }

  /// The tolerance keeps 0.98 - 0.05 from being a little more than 0.93.
  private static boolean isFarBelow(double high, Objectives objectives) {
    return high <= objectives.successRate() - FAR_BELOW + 1e-12;
  }
}
