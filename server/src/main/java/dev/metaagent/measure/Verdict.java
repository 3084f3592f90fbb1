package dev.metaagent.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// The status of an agent over the last hour, and the sentence that says why.
record Verdict(AgentStatus status, String reason) {

  /// Fewer runs than this say nothing.
  static final int ENOUGH_RUNS = 20;

  private static final double FAR_BELOW = 0.05;
  private static final Duration IDLE_AFTER = Duration.ofHours(24);

  /// Failing: the upper bound of the success rate is at least five points under the objective.
  /// Degraded: it is under the objective, or p95 is over its limit.
  static Verdict of(Health hour, Objectives objectives, Instant lastSeen, Instant now) {
    Rate rate = hour.successRate();
    if (hour.executions() == 0 && lastSeen.isBefore(now.minus(IDLE_AFTER))) {
      return new Verdict(AgentStatus.IDLE, "No runs for 24 h");
    }
    if (rate.n() < ENOUGH_RUNS || rate.high() == null) {
      return new Verdict(
          AgentStatus.UNKNOWN, "%d of %d runs needed in 1 h".formatted(rate.n(), ENOUGH_RUNS));
    }
    // the tolerance keeps 0.98 - 0.05 from being a little more than 0.93
    if (rate.high() <= objectives.successRate() - FAR_BELOW + 1e-12) {
      return new Verdict(AgentStatus.FAILING, belowObjective(rate, objectives));
    }
    if (rate.high() < objectives.successRate()) {
      return new Verdict(AgentStatus.DEGRADED, belowObjective(rate, objectives));
    }
    if (isSlow(hour, objectives)) {
      return new Verdict(
          AgentStatus.DEGRADED,
          "p95 latency %s is over the limit of %s"
              .formatted(
                  duration(hour.p95() == null ? 0 : hour.p95()),
                  duration(objectives.latencyP95Ms())));
    }
    return new Verdict(AgentStatus.HEALTHY, "Inside its objectives");
  }

  static boolean isSlow(Health hour, Objectives objectives) {
    return hour.executions() >= ENOUGH_RUNS
        && hour.p95() != null
        && hour.p95() > objectives.latencyP95Ms();
  }

  private static String belowObjective(Rate rate, Objectives objectives) {
    return String.format(
        Locale.ROOT,
        "Success %s, %s to %s, is below the objective of %s",
        percent(rate.value() == null ? 0 : rate.value()),
        percent(rate.low() == null ? 0 : rate.low()),
        percent(rate.high() == null ? 0 : rate.high()),
        percent(objectives.successRate()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", share * 100);
  }

  private static String duration(double ms) {
    return ms < 1_000
        ? String.format(Locale.ROOT, "%.0f\u00a0ms", ms)
        : String.format(Locale.ROOT, "%.2f\u00a0s", ms / 1_000);
  }
}
