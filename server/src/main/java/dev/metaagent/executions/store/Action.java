package dev.metaagent.executions.store;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;

/// A new row of agent_execution_logs: a span and the place the assembly gave it.
///
/// @param executionSpan the beginning of its execution; 0 none, or not known while {@code pending}
/// @param repeats whether it is a duplicate of a call that another action reports
/// @param counted whether its tokens and cost are part of the sums of its execution
public record Action(
    TraceId trace,
    LocalDate day,
    PreparedSpan prepared,
    int pack,
    long executionSpan,
    boolean pending,
    boolean counted,
    boolean repeats) {

  /// The kind it is shown as; a duplicate has none.
  ActionKind kind() {
    return repeats ? ActionKind.OTHER : mapped().kind();
  }

  MappedSpan mapped() {
    return prepared.mapped();
  }
}
