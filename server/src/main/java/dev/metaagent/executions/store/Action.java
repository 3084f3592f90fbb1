package dev.metaagent.observe;

import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.observe.mapping.MappedSpan;
import java.time.LocalDate;

/// A new row of agent_execution_logs: a span and the place the assembly gave it.
///
/// @param executionSpan the beginning of its execution; 0 none, or not known while {@code pending}
/// @param repeats whether it tells a call again that another action tells
/// @param counted whether its tokens and cost enter the sums of its execution
record Action(
    TraceId trace,
    LocalDate day,
    PreparedSpan prepared,
    int pack,
    long executionSpan,
    boolean pending,
    boolean counted,
    boolean repeats) {

  /// What it is shown as; a repeat is of no kind.
  ActionKind kind() {
    return repeats ? ActionKind.OTHER : mapped().kind();
  }

  MappedSpan mapped() {
    return prepared.mapped();
  }
}
