package dev.metaagent.observe.doors;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes runs that are told without OpenTelemetry, for the organization in scope.
public interface PlainExecutions {

  /// What became of one run.
  ///
  /// @param executionId MetaAgent's id of it; null when it was refused
  /// @param errors field names are relative to the run: {@code steps[0].usage.model}
  record Receipt(String id, @Nullable String executionId, State state, List<FieldError> errors) {}

  /// The ways a run can end up.
  enum State {
    STORED,
    REPLACED,
    UNCHANGED,
    REFUSED
  }

  /// Stores the runs and returns once they are committed, one receipt for each in their order.
  List<Receipt> accept(List<PlainExecution> executions);
}
