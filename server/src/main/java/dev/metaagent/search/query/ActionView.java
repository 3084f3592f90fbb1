package dev.metaagent.search.query;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.Message;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.kernel.SpanId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One action, as the API shows it. Lists leave its content out: `input`, `output`, `messages`,
/// `attributes`, `resource`, `scope`, `events`, `logs` and `code` are null there.
@Schema(name = "Action")
public record ActionView(
    String id,
    String executionId,
    ExecutionView.@Nullable Agent agent,
    @Schema(example = "00f067aa0ba902b7") String spanId,
    @Nullable String parentId,
    @Schema(
            allowableValues = {
              "llm",
              "tool",
              "retrieval",
              "embedding",
              "agent",
              "chain",
              "guardrail",
              "handoff",
              "memory",
              "other"
            })
        String kind,
    String name,
    @Schema(allowableValues = {"ok", "error", "unknown"}) String status,
    @Nullable String model,
    @Nullable String provider,
    @Nullable Integer inputTokens,
    @Nullable Integer outputTokens,
    @Nullable Integer cacheReadTokens,
    @Nullable Integer cacheWriteTokens,
    @Nullable Integer reasoningTokens,
    @Nullable String costUsd,
    @Schema(
            description =
                "false: a duplicate of another action, whose tokens and cost are not summed")
        boolean counted,
    Instant startedAt,
    @Nullable BigDecimal durationMs,
    @Nullable Integer timeToFirstTokenMs,
    ExecutionView.@Nullable Failure error,
    @Nullable String toolCallId,
    boolean streamed,
    @Schema(description = "actions directly below it in the same execution; null across executions")
        @Nullable Long childCount,
    @Schema(
            description =
                "executions of other agents that it called, in the order of start; null across"
                    + " executions")
        @Nullable List<Called> called,
    @Schema(implementation = Object.class, description = "text or JSON") @Nullable JsonNode input,
    @Schema(implementation = Object.class, description = "text or JSON") @Nullable JsonNode output,
    @Nullable List<Message> messages,
    @Schema(implementation = Object.class, types = "object") @Nullable JsonNode attributes,
    @Schema(implementation = Object.class, types = "object") @Nullable JsonNode resource,
    ActionContent.@Nullable Scope scope,
    @Nullable List<Event> events,
    @Nullable List<Log> logs,
    @Schema(description = "the place in the code that it comes from; null when it does not say")
        ActionContent.@Nullable CodePlace code) {

  /// An execution that an action called. Numbers are its own and those of everything nested in it;
  /// its actions are read by `GET /executions/{id}/actions`.
  @Schema(name = "CalledExecution")
  public record Called(
      String id,
      ExecutionView.Agent agent,
      @Schema(allowableValues = {"ok", "error", "running", "unknown"}) String status,
      @Nullable BigDecimal durationMs,
      @Nullable String costUsd,
      @Nullable Long tokens,
      long actions) {

    static Called of(ExecutionRow row, Totals totals) {
      Totals.Sum sum = totals.of(row.id());
      return new Called(
          row.id().toString(),
          new ExecutionView.Agent(row.agent(), row.agentName()),
          row.statusName(),
          ExecutionView.milliseconds(row.durationNanos()),
          NanoUsd.format(sum.costNano()),
          sum.tokens(),
          sum.actions());
    }
  }

  /// A span event.
  @Schema(name = "ActionEvent")
  record Event(
      String name,
      Instant at,
      @Schema(implementation = Object.class, types = "object") JsonNode attributes) {}

  /// A log record of the action.
  @Schema(name = "ActionLog")
  record Log(
      String name,
      Instant at,
      String severity,
      @Schema(implementation = Object.class) JsonNode body,
      @Schema(implementation = Object.class, types = "object") JsonNode attributes) {}

  /// A row of a list across executions.
  public static ActionView of(ActionRow row, ExecutionView.@Nullable Agent agent) {
    return of(row, agent, null, null, null);
  }

  /// A row of a tree.
  public static ActionView of(
      ActionRow row, ExecutionView.Agent agent, long childCount, List<Called> called) {
    return of(row, agent, childCount, called, null);
  }

  /// The action with its content; content that is no longer kept is null.
  public static ActionView of(
      ActionRow row,
      ExecutionView.@Nullable Agent agent,
      @Nullable Long childCount,
      @Nullable List<Called> called,
      @Nullable ActionContent content) {
    boolean failed = row.errorType() != null || row.errorMessage() != null;
    return new ActionView(
        row.execution().trace() + "-" + SpanId.format(row.span()),
        row.execution().toString(),
        agent,
        SpanId.format(row.span()),
        row.parentSpan() == 0 ? null : SpanId.format(row.parentSpan()),
        row.kind().wireName(),
        row.name(),
        row.statusName(),
        row.model(),
        row.provider(),
        row.inputTokens(),
        row.outputTokens(),
        row.cacheReadTokens(),
        row.cacheWriteTokens(),
        row.reasoningTokens(),
        NanoUsd.format(row.costNano()),
        row.counted(),
        row.startedAt(),
        ExecutionView.milliseconds(row.durationNanos()),
        row.timeToFirstTokenMillis(),
        failed
            ? new ExecutionView.Failure(
                row.errorType(), row.errorMessage(), SpanId.format(row.span()))
            : null,
        row.toolCallId(),
        row.streamed(),
        childCount,
        called,
        content == null ? null : content.input(),
        content == null ? null : content.output(),
        content == null ? null : content.messages(),
        content == null ? null : content.attributes(),
        content == null ? null : content.resource(),
        content == null ? null : content.scope(),
        content == null ? null : content.events().stream().map(ActionView::event).toList(),
        content == null ? null : content.logs().stream().map(ActionView::log).toList(),
        content == null ? null : content.code());
  }

  private static Event event(ActionContent.Event event) {
    return new Event(event.name(), at(event.atNanos()), event.attributes());
  }

  private static Log log(ActionContent.Log log) {
    return new Log(log.name(), at(log.atNanos()), log.severity(), log.body(), log.attributes());
  }

  private static Instant at(long nanos) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(nanos, 1_000_000_000L), Long.remainderUnsigned(nanos, 1_000_000_000L));
  }
}
