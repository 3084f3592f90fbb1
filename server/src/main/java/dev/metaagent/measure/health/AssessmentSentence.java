package dev.metaagent.measure.health;

import dev.metaagent.measure.health.HealthAssessment.Reason;
import dev.metaagent.statistics.Rate;
import java.util.Locale;

/// Why an agent has its status, in one English sentence.
public final class AssessmentSentence {

  private AssessmentSentence() {}

  public static String of(HealthAssessment assessment) {
    return switch (assessment.reason()) {
      case Reason.NoExecutions none -> "No runs for %d h".formatted(none.since().toHours());
      case Reason.TooFewExecutions few ->
          "%d of %d runs needed in 1 h".formatted(few.n(), few.needed());
      case Reason.BelowObjective below -> belowObjective(below.observed(), below.objective());
      case Reason.OverLatencyLimit slow ->
          "p95 latency %s is over the limit of %s"
              .formatted(duration(slow.p95Ms()), duration(slow.limitMs()));
      case Reason.WithinObjectives _ -> "Inside its objectives";
    };
  }

  private static String belowObjective(Rate rate, double objective) {
    return "Success %s, %s to %s, is below the objective of %s"
        .formatted(
            percent(rate.value() == null ? 0 : rate.value()),
            percent(rate.low() == null ? 0 : rate.low()),
            percent(rate.high() == null ? 0 : rate.high()),
            percent(objective));
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
