package dev.metaagent.executions.write;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.store.CallStore;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds model calls that are alone in a trace while another trace of the day reports the same call
/// within a run, by the provider's id of the call: an instrumentation of the client that does not
/// know the span above it. Such a call is kept as an action of no run and of no kind, whichever of
/// the two traces arrives first. Where one of them does not have the id, what arrives together is
/// compared by time, model and tokens ({@link CallsOfOneRequest}).
///
/// Two traces that are written at the same moment by two transactions do not see each other.
record RepeatsElsewhere(
    Stores stores, Connection connection, OrganizationId organization, LocalDate day) {

  /// New parts, without runs for the calls that are reported elsewhere; stored runs that are such
  /// calls are taken back.
  List<LockedPart> settle(List<LockedPart> parts, BatchRows rows) throws SQLException {
    Map<TraceId, Long> repeats = new CallsOfOneRequest(parts).repeats();
    List<CallStore.Report> own = new ArrayList<>();
    parts.forEach(part -> own.addAll(reports(part.trace(), !part.continues())));
    repeats.putAll(own.isEmpty() ? Map.of() : byId(own, rows));
    return repeats.isEmpty()
        ? parts
        : parts.stream().map(part -> told(part, repeats.get(part.id()))).toList();
  }

  /// The calls that are alone and have the id of another one; stored ones are taken back.
  private Map<TraceId, Long> byId(List<CallStore.Report> own, BatchRows rows) throws SQLException {
    Map<Long, List<CallStore.Report>> byCall = new HashMap<>();
    List<CallStore.Report> before = stored(own);
    Stream.concat(before.stream(), own.stream())
        .forEach(
            report -> byCall.computeIfAbsent(report.call(), _ -> new ArrayList<>()).add(report));
    takeBack(before.stream().filter(report -> isRepeat(report, byCall)).toList(), rows);
    Map<TraceId, Long> repeats = new HashMap<>();
    own.stream()
        .filter(report -> isRepeat(report, byCall))
        .forEach(report -> repeats.put(report.trace(), report.span()));
    return repeats;
  }

  /// A whole trace that is assembled again, without a run for a call that is reported elsewhere, or
  /// that was found to be.
  IncomingTrace settle(IncomingTrace whole) throws SQLException {
    for (PreparedSpan span :
        CallsOfOneRequest.steps(whole) == 1 ? whole.prepared() : List.<PreparedSpan>of()) {
      if (span.mapped().maybeToldElsewhere()
          && stores.calls().isTakenBack(connection, organization, day, whole.id(), span.id())) {
        return whole.toldElsewhere(span.id());
      }
    }
    List<CallStore.Report> own = reports(whole, true);
    if (own.size() != 1 || !own.getFirst().alone()) {
      return whole;
    }
    List<CallStore.Report> all = new ArrayList<>(stored(own));
    all.removeIf(report -> report.trace().equals(whole.id()));
    all.addAll(own);
    CallStore.Report call = own.getFirst();
    return isRepeat(call, Map.of(call.call(), all)) ? whole.toldElsewhere(call.span()) : whole;
  }

  private static LockedPart told(LockedPart part, @Nullable Long span) {
    return span == null ? part : part.with(part.trace().toldElsewhere(span), part.lock());
  }

  private List<CallStore.Report> stored(Collection<CallStore.Report> own) throws SQLException {
    Set<Long> calls = new HashSet<>();
    own.forEach(report -> calls.add(report.call()));
    return stores.calls().reports(connection, organization, day, calls);
  }

  /// The model calls of a part that have an id.
  ///
  /// @param whole whether nothing else of the trace is stored
  private static List<CallStore.Report> reports(IncomingTrace trace, boolean whole) {
    long steps = CallsOfOneRequest.steps(trace);
    return trace.spans().stream()
        .map(IncomingTrace.Span::span)
        .filter(span -> span.callHash() != null)
        .map(span -> report(trace.id(), span, whole && steps == 1))
        .toList();
  }

  private static CallStore.Report report(TraceId trace, PreparedSpan span, boolean only) {
    Long scope = CallScope.of(span.mapped());
    return new CallStore.Report(
        Objects.requireNonNull(span.callHash()),
        trace,
        span.id(),
        scope == null ? CallScope.SEVERAL : scope,
        only && span.mapped().maybeToldElsewhere());
  }

  /// A call that is alone repeats one within a run, and of several that are alone by different
  /// instrumentations, the first one stands.
  private static boolean isRepeat(
      CallStore.Report report, Map<Long, List<CallStore.Report>> byCall) {
    if (!report.alone()) {
      return false;
    }
    boolean isBefore = true;
    for (CallStore.Report other : byCall.getOrDefault(report.call(), List.of())) {
      if (other.equals(report)) {
        isBefore = false;
      } else if (!other.trace().equals(report.trace())
          && (!other.alone() || (isBefore && other.scope() != report.scope()))) {
        return true;
      }
    }
    return false;
  }

  private void takeBack(List<CallStore.Report> calls, BatchRows rows) throws SQLException {
    Map<TraceId, List<Long>> spans = stores.calls().withdraw(connection, organization, day, calls);
    Map<TraceId, Map<Long, ExecutionState>> states =
        stores.executions().load(connection, organization, day, spans.keySet());
    List<ExecutionId> runs = new ArrayList<>();
    spans.forEach((trace, begun) -> {
      begun.forEach(span -> runs.add(new ExecutionId(trace, span)));
      rows.gone(day, trace, states.getOrDefault(trace, Map.of()), begun);
    });
    // at once: what is read for the rest of the batch must not find them
    stores.executions().remove(connection, organization, day, runs);
  }
}
