package dev.metaagent.observe.doors;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes outcomes of runs, for the organization in scope.
public interface PlainOutcomes {

  /// What became of one outcome.
  ///
  /// @param executionId the execution it is attached to; null while it waits for one
  record Receipt(
      @Nullable String id, @Nullable String executionId, State state, List<FieldError> errors) {}

  /// The ways an outcome can end up.
  enum State {
    ATTACHED,
    WAITING,
    UNCHANGED,
    REFUSED
  }

  /// Stores the outcomes and returns once they are committed, one receipt for each in their order.
  List<Receipt> accept(List<PlainOutcome> outcomes);
}
