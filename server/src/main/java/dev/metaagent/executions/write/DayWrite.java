package dev.metaagent.executions.write;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.assembly.Assembly;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.executions.assembly.WorkLimit;
import dev.metaagent.executions.assembly.WritePlan;
import dev.metaagent.executions.store.ContextStore;
import dev.metaagent.executions.store.StoredContext;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes and executes the plans for the traces of a batch that belong to one day (partition).
/// Stored rows are read for all traces together; rows to write are collected.
///
/// @param timeout processor time that each trace may take, null = any
record DayWrite(
    Stores stores,
    Connection connection,
    OrganizationId organization,
    LocalDate day,
    Function<String, AgentId> agentNamed,
    @Nullable Duration timeout,
    BatchRows rows) {

  /// A part assembled with its stored context.
  private record Fitted(LockedPart part, Assembly assembly, WritePlan.Fit fit) {}

  void write(List<LockedPart> parts) throws SQLException {
    StoredContext around =
        stores.context().around(connection, organization, day, continuing(parts));
    List<LockedPart> fresh =
        elsewhere()
            .settle(parts.stream().map(part -> part.without(around.of(part.id()))).toList(), rows);
    Set<TraceId> kept =
        kept(
            fresh,
            part ->
                part.continues()
                    && (part.lock().factualLogs() || part.revision() == Revision.State.REPLACED));
    List<LockedPart> added = new ArrayList<>();
    Map<TraceId, List<Long>> removed = new HashMap<>();
    for (LockedPart part : fresh) {
      switch (part.plan(WritePlan.Fit.ADDS, kept.contains(part.id()))) {
        case SKIP -> {}
        case STORE -> store(part);
        case KEEP_CONTENT -> rows.content(part);
        case REBUILD -> rebuild(part);
        case REPLACE -> {
          removed.put(part.id(), removeUnbegun(part));
          added.add(part);
        }
        case APPEND, PLACE -> added.add(part);
      }
    }
    add(added, around, removed);
    noteLogs(fresh);
  }

  /// Log records can contain the input and output of an execution although none of its spans
  /// changes: an event is appended for its consumers.
  private void noteLogs(List<LockedPart> parts) throws SQLException {
    List<ContextStore.SpanOf> spans =
        parts.stream()
            .filter(LockedPart::continues)
            .flatMap(part ->
                part.trace().logs().stream()
                    .map(line -> new ContextStore.SpanOf(part.id(), line.spanId())))
            .distinct()
            .toList();
    Map<TraceId, Set<Long>> holders =
        stores.context().holders(connection, organization, day, spans);
    stores
        .executions()
        .load(connection, organization, day, holders.keySet())
        .forEach((trace, states) ->
            rows.noted(day, trace, states, holders.getOrDefault(trace, Set.of())));
  }

  private RepeatsElsewhere elsewhere() {
    return new RepeatsElsewhere(stores, connection, organization, day);
  }

  private static List<IncomingTrace> continuing(List<LockedPart> parts) {
    return parts.stream().filter(LockedPart::continues).map(LockedPart::trace).toList();
  }

  /// The traces of some parts that can be assembled again from their content.
  private Set<TraceId> kept(Collection<LockedPart> parts, Predicate<LockedPart> asked)
      throws SQLException {
    List<TraceId> traces = parts.stream().filter(asked).map(LockedPart::id).toList();
    return stores.content().kept(connection, organization, day, traces);
  }

  private WorkLimit limit(LockedPart part) {
    return timeout == null ? WorkLimit.NONE : WorkLimit.of(part.id(), timeout);
  }

  private void store(LockedPart part) {
    rows.content(part);
    rows.assembled(part, Assembly.whole(part.trace(), agentNamed, limit(part)), Map.of());
  }

  /// Adds parts to their stored context.
  ///
  /// @param removed executions of an older revision, by their trace: they are deleted
  private void add(List<LockedPart> parts, StoredContext around, Map<TraceId, List<Long>> removed)
      throws SQLException {
    if (parts.isEmpty()) {
      return;
    }
    Map<TraceId, Map<Long, ExecutionState>> known =
        stores
            .executions()
            .load(connection, organization, day, parts.stream().map(LockedPart::id).toList());
    removed.forEach(
        (trace, spans) -> known.getOrDefault(trace, new HashMap<>()).keySet().removeAll(spans));
    List<Fitted> fitted = fit(parts, around, known, true);
    Set<TraceId> unfit = new HashSet<>();
    fitted.stream()
        .filter(part -> part.fit() != WritePlan.Fit.ADDS)
        .forEach(part -> unfit.add(part.part().id()));
    Set<TraceId> kept = kept(parts, part -> unfit.contains(part.id()));
    for (Fitted part : fitted) {
      Map<Long, ExecutionState> stored = known.getOrDefault(part.part().id(), Map.of());
      switch (part.part().plan(part.fit(), kept.contains(part.part().id()))) {
        case REBUILD -> {
          rows.content(part.part());
          rebuildFrom(part.part(), stored);
        }
        case PLACE -> place(part.part());
        case SKIP, STORE, KEEP_CONTENT, APPEND, REPLACE -> {
          rows.content(part.part());
          append(part, stored);
        }
      }
    }
  }

  /// Assembles parts with their stored context.
  ///
  /// @param elsewhere whether further pending actions may be stored
  private List<Fitted> fit(
      List<LockedPart> parts,
      StoredContext around,
      Map<TraceId, Map<Long, ExecutionState>> known,
      boolean elsewhere)
      throws SQLException {
    List<IncomingTrace> traces = parts.stream().map(LockedPart::trace).toList();
    around.addAll(
        stores.context().pendingBelow(connection, organization, day, placed(parts, around, known)));
    around.addAll(
        stores
            .context()
            .callsBeside(
                connection,
                organization,
                day,
                parts.stream()
                    .filter(part -> part.lock().severalScopes())
                    .map(LockedPart::trace)
                    .toList()));
    Set<TraceId> sharing = stores.context().sharingACall(connection, organization, day, traces);
    List<Fitted> fitted = new ArrayList<>();
    for (LockedPart part : parts) {
      Map<Long, StoredAction> stored = around.of(part.id());
      int seen = (int) stored.values().stream().filter(StoredAction::pending).count();
      Assembly assembly =
          new Assembly(
              part.trace().prepared(),
              stored,
              elsewhere ? Math.max(0, part.lock().pending() - seen) : 0,
              known.getOrDefault(part.id(), Map.of()),
              agentNamed,
              limit(part));
      fitted.add(fit(part, assembly, sharing.contains(part.id())));
    }
    return fitted;
  }

  private static Fitted fit(LockedPart part, Assembly assembly, boolean sharesACall) {
    if (sharesACall) {
      return new Fitted(part, assembly, WritePlan.Fit.CONTRADICTS);
    }
    assembly.assemble(List.of());
    return new Fitted(part, assembly, assembly.fit());
  }

  /// New spans whose place is known while actions below them are pending: those can be placed now.
  private List<ContextStore.SpanOf> placed(
      List<LockedPart> parts, StoredContext around, Map<TraceId, Map<Long, ExecutionState>> known) {
    List<ContextStore.SpanOf> placed = new ArrayList<>();
    for (LockedPart part : parts) {
      Map<Long, StoredAction> stored = around.of(part.id());
      Set<Long> waiting = new HashSet<>();
      stored.values().stream()
          .filter(StoredAction::pending)
          .forEach(action -> waiting.add(action.parent()));
      waiting.retainAll(part.trace().spanIds());
      if (waiting.isEmpty()) {
        continue;
      }
      Assembly assembly =
          new Assembly(
              part.trace().prepared(),
              stored,
              0,
              known.getOrDefault(part.id(), Map.of()),
              agentNamed,
              limit(part));
      waiting.retainAll(assembly.placed());
      waiting.forEach(span -> placed.add(new ContextStore.SpanOf(part.id(), span)));
    }
    return placed;
  }

  private void append(Fitted part, Map<Long, ExecutionState> known) {
    if (part.assembly().provisionalTaken()) {
      rows.gone(part.part(), known, Set.of(Assembly.NONE));
    }
    rows.assembled(part.part(), part.assembly(), known);
  }

  /// Places the actions of the provisional execution again, together with the new ones.
  private void place(LockedPart part) throws SQLException {
    TraceId id = part.id();
    Map<Long, Integer> packs = stores.actions().provisional(connection, organization, day, id);
    List<IncomingTrace.Span> again =
        stores.reassembly().provisional(connection, organization, day, id, packs);
    stores.actions().forgetProvisional(connection, organization, day, id);
    Map<Long, ExecutionState> known =
        new HashMap<>(stores.executions().load(connection, organization, day, id));
    ExecutionState provisional = known.remove(Assembly.NONE);
    LockedPart together = part.with(part.together(again), part.lock().without(again.size()));
    StoredContext around =
        stores.context().around(connection, organization, day, List.of(together.trace()));
    Fitted fitted = fit(List.of(together), around, Map.of(id, known), false).getFirst();
    rows.content(part);
    if (fitted.fit() != WritePlan.Fit.ADDS) {
      rebuildFrom(part, stores.executions().load(connection, organization, day, id));
      return;
    }
    if (provisional != null) {
      known.put(Assembly.NONE, provisional);
      if (!fitted.assembly().executions().containsKey(Assembly.NONE)) {
        rows.gone(part, known, Set.of(Assembly.NONE));
      }
    }
    rows.assembled(together, fitted.assembly(), known);
    rows.pending(id, together.lock().pending());
  }

  private void rebuild(LockedPart part) throws SQLException {
    rows.content(part);
    rebuildFrom(part, stores.executions().load(connection, organization, day, part.id()));
  }

  /// Reads the whole trace again, and replaces its rows.
  void rebuildFrom(LockedPart part, Map<Long, ExecutionState> before) throws SQLException {
    IncomingTrace whole =
        stores
            .reassembly()
            .whole(connection, organization, day, part.trace(), part.lock().firstPack());
    replace(part, whole, before);
  }

  void replace(LockedPart part, IncomingTrace whole, Map<Long, ExecutionState> before)
      throws SQLException {
    IncomingTrace told = elsewhere().settle(whole);
    stores.actions().forget(connection, organization, day, part.id());
    rows.gone(part, before, before.keySet());
    LockedPart all = part.with(told, part.lock().fromStart());
    rows.assembled(all, Assembly.whole(told, agentNamed, limit(part)), before);
    rows.pending(part.id(), 0);
  }

  /// The executions that the older revision of a run began, which are removed.
  private List<Long> removeUnbegun(LockedPart part) throws SQLException {
    List<Long> unbegun = stores.revisions().unbegun(connection, organization, day, part.id());
    Map<Long, ExecutionState> known =
        stores.executions().load(connection, organization, day, part.id());
    rows.gone(part, known, unbegun);
    return unbegun;
  }
}
