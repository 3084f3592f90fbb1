package dev.metaagent.search.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.kernel.SourceRevision;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One run of one agent, as the API shows it. What is not known is null.
@Schema(name = "Execution")
public record ExecutionView(
    @Schema(
            description =
                "trace id and the id of the span that began the run; the trace id alone while that"
                    + " is not known",
            example = "7f3a5c9e1d2b4860a1b2c3d4e5f60718-00f067aa0ba902b7")
        String id,
    String traceId,
    Agent agent,
    @Nullable String parentExecutionId,
    @Schema(allowableValues = {"ok", "error", "running", "unknown"}) String status,
    Success success,
    @Nullable String sessionId,
    @Nullable String userId,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable BigDecimal durationMs,
    @Schema(
            description = "its own cost in US dollars, without nested executions",
            example = "0.0121")
        @Nullable String costUsd,
    @Schema(description = "model calls whose price is not known: the cost is then a lower bound")
        int unpricedCalls,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Long reasoningTokens,
    int actionCount,
    int errorCount,
    @Schema(description = "models by output tokens, most first") List<String> models,
    String name,
    @Schema(
            description =
                "what it was about: a line of its input, once it was indexed; null for a viewer",
            maxLength = 120)
        @Nullable String subject,
    @Schema(
            description = "what broke, in plain words; null when it did not fail",
            example = "parse_output: the text was not valid JSON at character 215")
        @Nullable String headline,
    @Schema(description = "its own use and that of everything nested in it") Total total,
    @Nullable String framework,
    @Nullable String serviceName,
    @Nullable String agentVersion,
    @Nullable String promptName,
    @Nullable String promptVersion,
    @Nullable String arm,
    @Nullable Double assignmentProbability,
    @Nullable String taskClass,
    List<String> learnings,
    @Nullable String environment,
    @Nullable Failure error,
    @Schema(
            implementation = Object.class,
            types = "object",
            description = "plain metadata that the agent sent")
        @JsonRawValue
        String attributes,
    @Schema(description = "its telemetry arrived more than ten minutes after it had ended")
        boolean lateArrival,
    @Schema(description = "the source that the agent was built from; null when it does not say")
        @Nullable SourceRevision vcs) {

  @Schema(name = "AgentReference")
  public record Agent(UUID id, String name) {}

  @Schema(name = "Success")
  record Success(
      @Nullable Boolean value,
      @Schema(
              description = "the kind of evidence that decides",
              allowableValues = {"outcome", "person", "downstream", "judge", "detector", "status"})
          @Nullable String source,
      @Nullable Float confidence) {}

  @Schema(name = "ExecutionError")
  record Failure(
      @Nullable String type,
      @Nullable String message,
      @Schema(description = "the action that failed") @Nullable String spanId) {}

  @Schema(name = "ExecutionTotal")
  record Total(
      @Nullable String costUsd,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      long actionCount) {

    public static Total of(Totals.Sum sum) {
      return new Total(
          NanoUsd.format(sum.costNano()), sum.inputTokens(), sum.outputTokens(), sum.actions());
    }
  }

  public static ExecutionView of(
      ExecutionRow row, Totals totals, @Nullable String subject, @Nullable String headline) {
    ExecutionRow.Usage usage = row.usage();
    ExecutionId parent = row.parent();
    return new ExecutionView(
        row.id().toString(),
        row.id().trace().toString(),
        new Agent(row.agent(), row.agentName()),
        parent == null ? null : parent.toString(),
        row.statusName(),
        new Success(row.success(), row.successSource(), row.successConfidence()),
        row.sessionId(),
        row.userId(),
        row.startedAt(),
        row.endedAt(),
        milliseconds(row.durationNanos()),
        NanoUsd.format(usage.costNano()),
        usage.unpricedCalls(),
        usage.input(),
        usage.output(),
        usage.cacheRead(),
        usage.cacheWrite(),
        usage.reasoning(),
        usage.actions(),
        row.errorCount(),
        row.models(),
        row.name(),
        subject,
        headline,
        Total.of(totals.of(row.id())),
        row.framework(),
        row.serviceName(),
        row.agentVersion(),
        row.promptName(),
        row.promptVersion(),
        row.arm(),
        row.assignmentProbability(),
        row.taskClass(),
        row.learnings(),
        row.environment(),
        failure(row),
        row.attributes() == null ? "{}" : row.attributes(),
        row.late(),
        row.vcs());
  }

  private static @Nullable Failure failure(ExecutionRow row) {
    if (row.errorType() == null && row.errorMessage() == null) {
      return null;
    }
    Long span = row.errorSpan();
    return new Failure(
        row.errorType(),
        row.errorMessage(),
        span == null ? null : dev.metaagent.kernel.SpanId.format(span));
  }

  /// Nanoseconds as milliseconds with at most three decimals.
  public static @Nullable BigDecimal milliseconds(@Nullable Long nanos) {
    if (nanos == null) {
      return null;
    }
    BigDecimal millis = BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP);
    return millis.stripTrailingZeros().scale() <= 0
        ? millis.setScale(0, RoundingMode.HALF_UP)
        : millis.stripTrailingZeros();
  }
}
