package dev.metaagent.measure.detect;

import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.health.HealthAssessment;
import dev.metaagent.measure.health.HealthAssessment.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What is wrong with an agent: success below its objective, or too slow, or silent. At most one of
/// them, in this order.
public final class SymptomDetector {

  /// No silence is shorter, however often the agent ran.
  public static final Duration SHORTEST_SILENCE = Duration.ofMinutes(15);

  /// An agent without executions for longer is idle, not silent.
  public static final Duration LONGEST_SILENCE = Duration.ofHours(24);

  /// An agent that ran in each of so many full hours is steady.
  public static final int STEADY_HOURS = 6;

  private static final int GAPS_OF_SILENCE = 10;

  private SymptomDetector() {}

  /// The symptom of an agent, if it has one.
  ///
  /// @param executionsByHour by the start of the hour in which they ended; needed for an agent that
  ///   was not seen for {@link #SHORTEST_SILENCE}
  public static Optional<Symptom> detect(
      HealthAssessment assessment,
      Instant lastSeenAt,
      Map<Instant, Long> executionsByHour,
      Instant now) {
    return switch (assessment.reason()) {
      case Reason.BelowObjective below ->
          Optional.of(
              new Symptom.BelowObjective(assessment.status(), below.observed(), below.objective()));
      case Reason.OverLatencyLimit slow ->
          Optional.of(
              new Symptom.Slow(assessment.status(), slow.p95Ms(), slow.limitMs(), slow.n()));
      case Reason.WithinObjectives _ -> silence(lastSeenAt, executionsByHour, now);
      case Reason.TooFewExecutions _ -> silence(lastSeenAt, executionsByHour, now);
      case Reason.NoExecutions _ -> silence(lastSeenAt, executionsByHour, now);
    };
  }

  /// An agent that ran in each of its last six full hours, and has now had no execution for ten
  /// times its usual gap and at least a quarter of an hour.
  private static Optional<Symptom> silence(
      Instant lastSeenAt, Map<Instant, Long> executionsByHour, Instant now) {
    Duration gap = Duration.between(lastSeenAt, now);
    if (gap.compareTo(SHORTEST_SILENCE) < 0 || gap.compareTo(LONGEST_SILENCE) > 0) {
      return Optional.empty();
    }
    Instant last = Width.HOUR.floor(lastSeenAt);
    long executions = 0;
    for (int hour = 1; hour <= STEADY_HOURS; hour++) {
      long count = executionsByHour.getOrDefault(last.minus(Duration.ofHours(hour)), 0L);
      if (count == 0) {
        return Optional.empty();
      }
      executions += count;
    }
    Duration usual = Duration.ofHours(STEADY_HOURS).dividedBy(executions);
    return gap.compareTo(usual.multipliedBy(GAPS_OF_SILENCE)) > 0
        ? Optional.of(new Symptom.Silent(lastSeenAt, usual, gap, executions))
        : Optional.empty();
  }
}
