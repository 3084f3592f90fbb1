package dev.metaagent.measure.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.measure.fleet.NamedAgent;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Estimate;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Two versions of an agent side by side. Differences are b − a.
@Schema(name = "AgentComparison")
record Comparison(
    NamedAgent agent,
    @Schema(allowableValues = {"promptVersion", "version", "model"}) String by,
    Side a,
    Side b,
    Differences differences,
    Verdicts verdicts,
    @Schema(description = "null for a viewer, and where no prompt was found")
        @Nullable Texts texts) {

  /// One version.
  ///
  /// @param from the runs are those that ended from here on
  /// @param executions runs of the window; all numbers without an interval are theirs
  /// @param failedExecutionId its newest failed run
  /// @param goodExecutionId its newest run that succeeded
  @Schema(name = "ComparedVersion")
  record Side(
      String key,
      @Nullable Instant firstSeenAt,
      @Nullable Instant lastSeenAt,
      Instant from,
      Instant to,
      long executions,
      long failed,
      Rate successRate,
      @Schema(description = "of the newest 5,000 runs; null below 20") @Nullable Estimate p95Ms,
      @Schema(description = "mean of the newest 5,000 runs; null below 20")
          @Nullable Estimate tokensPerExecution,
      @Schema(description = "mean of the newest 5,000 runs; null below 20")
          @Nullable Estimate costUsdPerExecution,
      @Nullable String failedExecutionId,
      @Nullable String goodExecutionId) {}

  /// b − a, each with its 95 % interval; null where one side has fewer than 20 runs.
  @Schema(name = "ComparedDifferences")
  record Differences(
      @Nullable Difference successRate,
      @Nullable Difference p95Ms,
      @Nullable Difference tokens,
      @Nullable Difference costUsd) {}

  /// What the interval of a difference says of b.
  @Schema(name = "ComparisonVerdict")
  enum Verdict {
    BETTER,
    WORSE,
    UNCLEAR;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Better or worse only when the whole interval lies on one side of zero.
    static Verdict of(@Nullable Difference difference, boolean moreIsBetter) {
      if (difference == null || (difference.low() <= 0 && difference.high() >= 0)) {
        return UNCLEAR;
      }
      return difference.value() > 0 == moreIsBetter ? BETTER : WORSE;
    }
  }

  @Schema(name = "ComparisonVerdicts")
  record Verdicts(Verdict successRate, Verdict p95Ms, Verdict tokens, Verdict costUsd) {
    static Verdicts of(Differences differences) {
      return new Verdicts(
          Verdict.of(differences.successRate(), true),
          Verdict.of(differences.p95Ms(), false),
          Verdict.of(differences.tokens(), false),
          Verdict.of(differences.costUsd(), false));
    }
  }

  /// The prompts of both versions as their runs sent them.
  ///
  /// @param diff from a to b; null where one is not known or has more than 2,000 lines
  @Schema(name = "ComparedTexts")
  record Texts(
      PromptTexts.@Nullable Text a,
      PromptTexts.@Nullable Text b,
      @Nullable List<LineDiff.Line> diff) {}
}
