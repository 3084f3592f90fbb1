package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.Steps;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Traces put together for the tests of the assembly.
final class Assemblies {

  static final PreparedSpan DESK = Steps.step(1, 0, "invoke_agent", "desk");
  static final PreparedSpan CALL = Steps.step(2, 1, "chat", null);
  static final PreparedSpan REFUNDS = Steps.step(3, 1, "invoke_agent", "refunds");
  static final PreparedSpan TOOL = Steps.step(4, 3, "execute_tool", null);

  private Assemblies() {}

  static Assembly told(Told... spans) {
    return fresh(Arrays.stream(spans).map(Told::prepared).toArray(PreparedSpan[]::new));
  }

  static Assembly whole(List<Told> spans, List<IncomingTrace.LogLine> logs) {
    List<IncomingTrace.Span> all =
        spans.stream().map(span -> new IncomingTrace.Span(span.prepared(), 0)).toList();
    return Assembly.whole(
        new IncomingTrace(new TraceId(new UUID(7, 7)), LocalDate.EPOCH, all, logs, List.of()),
        Steps::agent,
        WorkLimit.NONE);
  }

  static IncomingTrace.LogLine line(long span, @Nullable ExecutionFacts run) {
    return new IncomingTrace.LogLine(new UUID(1, span), span, Instant.EPOCH, null, run, 0);
  }

  static ExecutionState execution(Map<Long, ExecutionState> executions, long span) {
    return Objects.requireNonNull(executions.get(span));
  }

  static ExecutionState execution(Assembly assembly, long span) {
    return Objects.requireNonNull(assembly.executions().get(span));
  }

  static Assembly fresh(PreparedSpan... spans) {
    return added(List.of(spans), Map.of(), 0, Map.of());
  }

  static Assembly added(
      List<PreparedSpan> spans,
      Map<Long, StoredAction> stored,
      int pendingElsewhere,
      Map<Long, ExecutionState> known) {
    Assembly assembly =
        new Assembly(spans, stored, pendingElsewhere, known, Steps::agent, WorkLimit.NONE);
    assembly.assemble(List.of());
    return assembly;
  }
}
