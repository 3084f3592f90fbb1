package dev.metaagent.executions.write;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.executions.assembly.WritePlan;
import dev.metaagent.executions.store.TraceStore;
import dev.metaagent.kernel.TraceId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A part of a trace, under the lock of that trace.
///
/// @param revision the result for a revision of a run; STORED for other telemetry
record LockedPart(IncomingTrace trace, TraceStore.Locked lock, Revision.State revision) {

  TraceId id() {
    return trace.id();
  }

  /// The day (partition) of the trace.
  LocalDate day() {
    return lock.day();
  }

  /// Whether something of the trace may be stored.
  boolean continues() {
    return !lock.fresh();
  }

  /// The part without spans that are already stored (deduplicated).
  LockedPart without(Map<Long, StoredAction> stored) {
    List<IncomingTrace.Span> fresh =
        trace.spans().stream().filter(span -> !stored.containsKey(span.span().id())).toList();
    return with(
        new IncomingTrace(
            trace.id(),
            trace.day(),
            fresh,
            trace.logs(),
            trace.packs(),
            trace.keys(),
            trace.revision()),
        lock);
  }

  LockedPart with(IncomingTrace other, TraceStore.Locked otherLock) {
    return new LockedPart(other, otherLock, revision);
  }

  /// This part and stored spans that are placed again with it, packs numbered as stored.
  IncomingTrace together(List<IncomingTrace.Span> stored) {
    List<IncomingTrace.Span> all = new ArrayList<>(stored);
    trace
        .spans()
        .forEach(
            span -> all.add(new IncomingTrace.Span(span.span(), lock.firstPack() + span.pack())));
    return new IncomingTrace(trace.id(), lock.day(), all, List.of(), List.of());
  }

  WritePlan.Arrival arrival() {
    if (!trace.spans().isEmpty()) {
      return WritePlan.Arrival.SPANS;
    }
    return trace.logs().isEmpty() ? WritePlan.Arrival.NOTHING : WritePlan.Arrival.LOGS;
  }

  /// The plan for this part.
  ///
  /// @param contentKept whether the trace can be assembled again from its content
  WritePlan plan(WritePlan.Fit fit, boolean contentKept) {
    return WritePlan.of(
        new WritePlan.Situation(
            continues(), revision, arrival(), lock.factualLogs(), fit, contentKept));
  }
}
