package dev.metaagent.executions;

import dev.metaagent.kernel.ExecutionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stores outcomes (evidence about executions) that may arrive before or after the execution. An
/// outcome is stored first, then attached to its execution under the lock of that trace, or when
/// the execution arrives. Its event has the numbers of the time when the execution ended recounted.
public interface Outcomes {

  /// The result for one outcome.
  ///
  /// @param fresh whether its content was not stored yet
  /// @param execution the execution it is attached to, null while it waits
  record Taken(boolean fresh, @Nullable ExecutionId execution) {}

  /// Stores outcomes of the organization in scope; returns the results in their order, after the
  /// commit.
  List<Taken> take(List<Outcome> outcomes);
}
