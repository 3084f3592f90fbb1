package dev.metaagent.executions.assembly;

import dev.metaagent.executions.ColumnText;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the event of an execution from its assembled state: the one place where a fact that
/// consumers need is added.
public final class RecordedState {

  private RecordedState() {}

  public static ExecutionRecorded of(
      LocalDate day, TraceId trace, ExecutionState state, @Nullable ExecutionState parent) {
    return new ExecutionRecorded(
        new ExecutionRecorded.Identity(
            new ExecutionId(trace, state.span),
            Objects.requireNonNull(state.agent),
            parent == null ? null : parent.agent,
            ColumnText.to(state.session, 300),
            ColumnText.to(state.user, 300)),
        new ExecutionRecorded.When(day, state.startedAt(), state.endedAt(), state.durationNanos()),
        result(state),
        usage(state),
        dimensions(state),
        before(state),
        null);
  }

  /// An execution that no longer exists: consumers must subtract it where it was counted.
  public static ExecutionRecorded removed(LocalDate day, TraceId trace, ExecutionState state) {
    return ExecutionRecorded.gone(
        new ExecutionId(trace, state.span),
        day,
        state.startedAt(),
        Objects.requireNonNull(before(state)));
  }

  /// An execution as its row is stored, with what decided about its success.
  public static ExecutionRecorded stored(
      LocalDate day, TraceId trace, ExecutionState state, @Nullable ExecutionState parent) {
    ExecutionRecorded event = of(day, trace, state, parent);
    ExecutionState.Before row = Objects.requireNonNull(state.before);
    return event.decided(
        row.success(),
        row.source() == null ? null : EvidenceSource.ofWire(row.source()),
        row.confidence(),
        null);
  }

  private static ExecutionRecorded.Result result(ExecutionState state) {
    ExecutionStatus status = ExecutionStatus.ofCode(state.status);
    String type = state.errorType();
    String message = state.errorMessage();
    return new ExecutionRecorded.Result(
        status,
        state.success(),
        state.declaredSuccess != null ? EvidenceSource.DECLARED : EvidenceSource.STATUS,
        state.successConfidence(),
        state.endedAt(),
        type == null && message == null
            ? null
            : new ExecutionRecorded.Failure(ColumnText.to(type, 200), ColumnText.to(message, 500)));
  }

  private static ExecutionRecorded.Usage usage(ExecutionState state) {
    return new ExecutionRecorded.Usage(
        state.inputTokens,
        state.outputTokens,
        state.cacheReadTokens,
        state.cacheWriteTokens,
        state.reasoningTokens,
        state.costNano,
        state.unpricedCalls,
        state.actions);
  }

  private static ExecutionRecorded.Dimensions dimensions(ExecutionState state) {
    return new ExecutionRecorded.Dimensions(
        ColumnText.to(state.facts.get(ExecutionLabels.Fact.VERSION), 100),
        ColumnText.to(state.facts.get(ExecutionLabels.Fact.PROMPT_NAME), 200),
        ColumnText.to(state.facts.get(ExecutionLabels.Fact.PROMPT_VERSION), 100),
        state.modelsByTokens(),
        ColumnText.to(state.environment, 100),
        ColumnText.to(state.facts.get(ExecutionLabels.Fact.ARM), 100),
        state.assignmentProbability,
        ColumnText.to(state.facts.get(ExecutionLabels.Fact.TASK_CLASS), 200),
        List.copyOf(state.learnings),
        state.facts.source());
  }

  private static ExecutionRecorded.@Nullable Before before(ExecutionState state) {
    ExecutionState.Before before = state.before;
    return before == null || before.agent() == null
        ? null
        : new ExecutionRecorded.Before(
            before.agent(),
            before.endedAt(),
            ExecutionStatus.ofCode(before.status()),
            before.success());
  }
}
