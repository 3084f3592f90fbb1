package dev.metaagent.search.executions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One execution with its input, output and nested executions.
@Schema(name = "ExecutionDetail")
record ExecutionDetail(
    @JsonUnwrapped ExecutionView execution,
    @Schema(
            implementation = Object.class,
            description =
                "text or JSON; null when it was not sent, is no longer kept or may not be seen")
        @Nullable JsonNode input,
    @Schema(implementation = Object.class, description = "text or JSON, as for input")
        @Nullable JsonNode output,
    @Nullable Relative parent,
    @Schema(description = "executions nested directly in it, in the order of start")
        List<Relative> children,
    @Schema(description = "other ids under which it is found") List<String> aliases,
    @Schema(description = "spans that known actions name as their parent and that never arrived")
        long missingSpans) {

  /// An execution above or below.
  ///
  /// @param parentSpanId the action of the execution above, under which it began
  @Schema(name = "RelatedExecution")
  record Relative(
      String id,
      ExecutionView.Agent agent,
      String name,
      @Schema(allowableValues = {"ok", "error", "running", "unknown"}) String status,
      Instant startedAt,
      @Nullable BigDecimal durationMs,
      @Nullable String parentSpanId) {

    static Relative of(ExecutionRow row) {
      return new Relative(
          row.id().toString(),
          new ExecutionView.Agent(row.agent(), row.agentName()),
          row.name(),
          row.statusName(),
          row.startedAt(),
          ExecutionView.milliseconds(row.durationNanos()),
          row.aboveSpan() == 0 ? null : dev.metaagent.kernel.SpanId.format(row.aboveSpan()));
    }
  }
}
