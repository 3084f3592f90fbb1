package dev.metaagent.measure.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.health.HealthAssessment.Reason;
import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.statistics.QuantileSketch;
import dev.metaagent.statistics.Rate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthAssessmentTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56Z");

  @Test
  void failingIsFivePointsBelowTheObjectiveBeyondDoubt() {
    assertThat(status(50, 0)).isEqualTo(AgentStatus.HEALTHY);
    // upper bound .9719: under 98 %, not five points
    assertThat(status(92, 8)).isEqualTo(AgentStatus.DEGRADED);
    // upper bound .9165
    assertThat(status(85, 15)).isEqualTo(AgentStatus.FAILING);
    // 1 of 50: the interval still holds the objective
    assertThat(status(49, 1)).isEqualTo(AgentStatus.HEALTHY);
    assertThat(assess(accumulated(85, 15, 1)).reason())
        .isEqualTo(new Reason.BelowObjective(Rate.of(85, 15, 0), 0.98));
  }

  @Test
  void belowTwentyExecutionsNothingIsClaimed() {
    assertThat(status(19, 0)).isEqualTo(AgentStatus.UNKNOWN);
    assertThat(status(0, 19)).isEqualTo(AgentStatus.UNKNOWN);
    assertThat(status(20, 0)).isEqualTo(AgentStatus.HEALTHY);
    assertThat(assess(accumulated(3, 4, 9_000)).reason())
        .isEqualTo(new Reason.TooFewExecutions(7, 20));
  }

  @Test
  void slowIsDegradedWhenOneOfTwentyIsNotAloneBeyondTheLimit() {
    assertThat(assess(accumulated(30, 0, 4_000)))
        .isEqualTo(
            new HealthAssessment(
                AgentStatus.DEGRADED, new Reason.OverLatencyLimit(4_000, 3_000, 30)));
    MetricAccumulator one = accumulated(19, 0, 100);
    one.add(1, 0, 0, latencies(1, 9_000));
    assertThat(assess(one).status()).isEqualTo(AgentStatus.HEALTHY);
    assertThat(assess(accumulated(20, 0, 3_000)).status()).isEqualTo(AgentStatus.HEALTHY);
  }

  @Test
  void longAwayIsIdle() {
    Health nothing = Health.nothing(Window.HOUR, NOW);
    assertThat(assess(nothing, NOW.minus(Duration.ofHours(25))).status())
        .isEqualTo(AgentStatus.IDLE);
    assertThat(assess(nothing, NOW.minus(Duration.ofHours(2))).status())
        .isEqualTo(AgentStatus.UNKNOWN);
  }

  @Test
  void everyReasonHasItsSentence() {
    assertThat(sentence(accumulated(85, 15, 1)))
        .isEqualTo(
            "Success 85.0\u00a0%, 76.7\u00a0% to 90.7\u00a0%, is below the objective of"
                + " 98.0\u00a0%");
    assertThat(sentence(accumulated(30, 0, 4_000)))
        .isEqualTo("p95 latency 4.00\u00a0s is over the limit of 3.00\u00a0s");
    assertThat(sentence(accumulated(19, 0, 1))).isEqualTo("19 of 20 runs needed in 1 h");
    assertThat(sentence(accumulated(20, 0, 1))).isEqualTo("Inside its objectives");
    assertThat(
            AssessmentSentence.of(
                assess(Health.nothing(Window.HOUR, NOW), NOW.minus(Duration.ofDays(3)))))
        .isEqualTo("No runs for 24 h");
  }

  private static AgentStatus status(int ok, int failed) {
    return assess(accumulated(ok, failed, 100)).status();
  }

  private static String sentence(MetricAccumulator executions) {
    return AssessmentSentence.of(assess(executions));
  }

  private static HealthAssessment assess(MetricAccumulator executions) {
    return assess(Health.of(Window.HOUR, NOW, executions), NOW);
  }

  private static HealthAssessment assess(Health hour, Instant lastSeen) {
    return HealthAssessment.of(hour, Objectives.DEFAULT, lastSeen, NOW);
  }

  private static MetricAccumulator accumulated(int ok, int failed, double latencyMs) {
    MetricAccumulator executions = new MetricAccumulator();
    executions.add(ok, failed, 0, latencies(ok + failed, latencyMs));
    return executions;
  }

  private static QuantileSketch latencies(int count, double milliseconds) {
    QuantileSketch latencies = new QuantileSketch();
    for (int i = 0; i < count; i++) {
      latencies.add(milliseconds);
    }
    return latencies;
  }
}
