package dev.metaagent.executions.store;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.kernel.TraceId;
import java.util.Collection;
import java.util.List;

/// A span with the trace that it is of.
record SpanOfTrace(TraceId trace, MappedSpan span) {

  /// All spans of some traces.
  static List<SpanOfTrace> all(Collection<IncomingTrace> traces) {
    return traces.stream()
        .flatMap(trace ->
            trace.spans().stream().map(span -> new SpanOfTrace(trace.id(), span.span().mapped())))
        .toList();
  }
}
