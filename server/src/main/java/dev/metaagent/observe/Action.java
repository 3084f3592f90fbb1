package dev.metaagent.observe;

import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.MappedSpan;
import java.time.LocalDate;

/// A new row of agent_execution_logs: a span and the place the assembly gave it.
///
/// @param executionSpan the beginning of its execution; 0 none, or not known while {@code pending}
/// @param counted whether its tokens and cost enter the sums of its execution
record Action(
    TraceId trace,
    LocalDate day,
    PreparedSpan prepared,
    int pack,
    long executionSpan,
    boolean pending,
    boolean counted) {

  MappedSpan mapped() {
    return prepared.mapped();
  }
}
