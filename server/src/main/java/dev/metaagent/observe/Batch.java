package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.ActionKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The write of one batch, inside its transaction.
final class Batch {

  /// How far above a call the same call, told by another instrumentation, is looked for.
  private static final int LEVELS_ABOVE = 8;

  private final Stores stores;
  private final Connection connection;
  private final OrganizationId organization;
  private final List<String> declaredKeys;
  private final Instant now;
  private final Function<String, AgentId> agentNamed;
  private final List<ActionStore.NewPack> newPacks = new ArrayList<>();
  private final List<ActionStore.NewLogLine> newLines = new ArrayList<>();
  private final List<OutcomeKeyStore.NewKey> newKeys = new ArrayList<>();
  private final List<Action> newActions = new ArrayList<>();
  private final List<ExecutionStore.Placed> changed = new ArrayList<>();
  private final List<ExecutionFacts> facts = new ArrayList<>();
  private final Map<TraceId, Integer> pending = new HashMap<>();
  private final Map<TraceId, ExecutionFacts.Packs> packs = new HashMap<>();

  Batch(
      Stores stores,
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      Instant now,
      Function<String, AgentId> agentNamed) {
    this.stores = stores;
    this.connection = connection;
    this.organization = organization;
    this.declaredKeys = declaredKeys;
    this.now = now;
    this.agentNamed = agentNamed;
  }

  void write(List<IncomingTrace> incoming) throws SQLException {
    Map<TraceId, TraceStore.Locked> locked =
        stores.traces().lock(connection, organization, now, incoming);
    for (IncomingTrace trace : incoming) {
      TraceStore.Locked lock = Objects.requireNonNull(locked.get(trace.id()));
      if (trace.edition() != null
          && !stores.editions().keep(connection, organization, lock.day(), trace)) {
        continue;
      }
      if (lock.fresh()) {
        assembleFresh(trace, lock);
      } else if (trace.edition() != null && trace.edition().replaces()) {
        replace(trace, lock);
      } else {
        extend(trace, lock);
      }
    }
    stores.actions().insertPacks(connection, organization, newPacks);
    stores.actions().insertLogs(connection, organization, newLines);
    stores.actions().insert(connection, organization, newActions);
    stores.executions().write(connection, organization, declaredKeys, changed);
    stores.traces().pending(connection, organization, pending);
    stores.keys().insert(connection, organization, newKeys);
    List<ExecutionFacts> told = stores.weighing().decide(connection, organization, changed, facts);
    if (!told.isEmpty()) {
      stores.news().publish(connection, organization, now, told);
    }
  }

  /// Puts a run in the place of its older edition, whose actions and content are gone.
  private void replace(IncomingTrace trace, TraceStore.Locked lock) throws SQLException {
    if (wholeKept(trace.id(), lock)) {
      keepContent(trace, lock);
      reassemble(trace, lock);
      return;
    }
    Map<Long, ExecutionState> known =
        stores.executions().load(connection, organization, lock.day(), trace.id());
    for (long span : stores.editions().unbegun(connection, organization, lock.day(), trace.id())) {
      remove(trace.id(), lock, known, span);
    }
    extend(trace, lock);
  }

  private boolean wholeKept(TraceId trace, TraceStore.Locked lock) throws SQLException {
    return stores.content().whole(connection, organization, lock.day(), trace);
  }

  private void assembleFresh(IncomingTrace trace, TraceStore.Locked lock) {
    keepContent(trace, lock);
    take(trace, lock, Assembly.whole(trace, agentNamed), Map.of(), 0);
  }

  private void extend(IncomingTrace trace, TraceStore.Locked lock) throws SQLException {
    Map<Long, StoredAction> near = new HashMap<>(near(trace, lock));
    IncomingTrace fresh = withoutStored(trace, near);
    if (fresh.spans().isEmpty() && fresh.logs().isEmpty()) {
      return;
    }
    keepContent(fresh, lock);
    if (lock.tellingLogs() && wholeKept(trace.id(), lock)) {
      reassemble(fresh, lock);
      return;
    }
    if (fresh.spans().isEmpty()) {
      return;
    }
    Map<Long, ExecutionState> known =
        stores.executions().load(connection, organization, lock.day(), trace.id());
    Assembly assembly = added(fresh, lock, near, known);
    boolean again = assembly.complicated() || assembly.provisionalParted();
    if (again && wholeKept(trace.id(), lock)) {
      if (assembly.complicated()) {
        reassemble(fresh, lock);
      } else {
        part(fresh, lock);
      }
      return;
    }
    Map<Long, Assembly.Place> moves = assembly.moves();
    stores.actions().move(connection, organization, lock.day(), trace.id(), moves);
    if (assembly.provisionalTaken()) {
      remove(
          trace.id(),
          lock,
          stores.executions().load(connection, organization, lock.day(), trace.id()),
          Assembly.NONE);
    }
    take(fresh, lock, assembly, known, moves.size());
  }

  private Assembly added(
      IncomingTrace fresh,
      TraceStore.Locked lock,
      Map<Long, StoredAction> near,
      Map<Long, ExecutionState> known)
      throws SQLException {
    List<PreparedSpan> spans = fresh.spans().stream().map(IncomingTrace.Span::span).toList();
    addAbove(fresh, lock, near);
    if (lock.pending() > 0) {
      addPendingBelow(fresh, spans, lock, near, known);
    }
    near.putAll(
        stores
            .actions()
            .modelCallsBelow(
                connection, organization, lock.day(), fresh.id(), parentsOfCalls(fresh)));
    int seen = (int) near.values().stream().filter(StoredAction::pending).count();
    Assembly assembly = new Assembly(spans, near, lock.pending() - seen, known, agentNamed);
    if (sharesStoredCall(fresh, lock)) {
      assembly.startOver();
    } else {
      assembly.assemble(List.of());
    }
    return assembly;
  }

  /// Stored pending actions below new spans whose place is known: they have one now. Where no new
  /// span has a place, none of the pending ones has, and none is read.
  private void addPendingBelow(
      IncomingTrace fresh,
      List<PreparedSpan> spans,
      TraceStore.Locked lock,
      Map<Long, StoredAction> near,
      Map<Long, ExecutionState> known)
      throws SQLException {
    Set<Long> frontier = new Assembly(spans, near, 0, known, agentNamed).placed();
    Set<Long> visited = new HashSet<>(frontier);
    while (!frontier.isEmpty()) {
      Map<Long, StoredAction> below =
          stores.actions().pendingBelow(connection, organization, lock.day(), fresh.id(), frontier);
      near.putAll(below);
      frontier = new HashSet<>(below.keySet());
      frontier.removeAll(visited);
      visited.addAll(frontier);
    }
  }

  /// Stored actions above the parents of new spans, as far as a call seen twice can reach.
  private void addAbove(IncomingTrace fresh, TraceStore.Locked lock, Map<Long, StoredAction> near)
      throws SQLException {
    for (int level = 0; level < LEVELS_ABOVE; level++) {
      Set<Long> unknown = new HashSet<>();
      near.values().forEach(action -> unknown.add(action.parent()));
      unknown.removeAll(near.keySet());
      fresh.spans().forEach(span -> unknown.remove(span.span().id()));
      unknown.remove(0L);
      if (unknown.isEmpty()) {
        return;
      }
      Map<Long, StoredAction> above =
          stores.actions().find(connection, organization, lock.day(), fresh.id(), unknown);
      if (above.isEmpty()) {
        return;
      }
      near.putAll(above);
    }
  }

  /// Places the actions of the provisional execution once more, together with the new ones.
  private void part(IncomingTrace fresh, TraceStore.Locked lock) throws SQLException {
    TraceId id = fresh.id();
    LocalDate day = lock.day();
    Map<Long, Integer> packs = stores.actions().provisional(connection, organization, day, id);
    List<IncomingTrace.Span> all =
        new ArrayList<>(stores.reassembly().provisional(connection, organization, day, id, packs));
    int again = all.size();
    fresh
        .spans()
        .forEach(
            span -> all.add(new IncomingTrace.Span(span.span(), lock.firstPack() + span.pack())));
    IncomingTrace together =
        new IncomingTrace(id, day, all, List.of(), List.of(), fresh.implausible());
    stores.actions().forgetProvisional(connection, organization, day, id);
    Map<Long, ExecutionState> known = stores.executions().load(connection, organization, day, id);
    ExecutionState provisional = known.remove(Assembly.NONE);
    TraceStore.Locked rest =
        new TraceStore.Locked(day, false, 0, lock.pending() - again, lock.tellingLogs());
    Assembly assembly = added(together, rest, new HashMap<>(near(together, rest)), known);
    if (assembly.complicated() || assembly.provisionalParted()) {
      reassemble(fresh, lock);
      return;
    }
    Map<Long, Assembly.Place> moves = assembly.moves();
    stores.actions().move(connection, organization, day, id, moves);
    if (provisional != null) {
      known.put(Assembly.NONE, provisional);
      if (!assembly.executions().containsKey(Assembly.NONE)) {
        remove(id, lock, known, Assembly.NONE);
      }
    }
    take(together, rest, assembly, known, moves.size());
    if (!pending.containsKey(id) && again > 0) {
      pending.put(id, rest.pending());
    }
  }

  private static Set<Long> parentsOfCalls(IncomingTrace trace) {
    Set<Long> parents = new HashSet<>();
    for (IncomingTrace.Span span : trace.spans()) {
      if (span.span().mapped().kind() == ActionKind.LLM
          && span.span().mapped().parentSpanId() != 0) {
        parents.add(span.span().mapped().parentSpanId());
      }
    }
    return parents;
  }

  private Map<Long, StoredAction> near(IncomingTrace trace, TraceStore.Locked lock)
      throws SQLException {
    Set<Long> ids = new HashSet<>();
    for (IncomingTrace.Span span : trace.spans()) {
      ids.add(span.span().id());
      ids.add(span.span().mapped().parentSpanId());
    }
    ids.remove(0L);
    return ids.isEmpty()
        ? Map.of()
        : stores.actions().find(connection, organization, lock.day(), trace.id(), ids);
  }

  private IncomingTrace withoutStored(IncomingTrace trace, Map<Long, StoredAction> stored) {
    List<IncomingTrace.Span> fresh =
        trace.spans().stream().filter(span -> !stored.containsKey(span.span().id())).toList();
    return new IncomingTrace(
        trace.id(),
        trace.day(),
        fresh,
        trace.logs(),
        trace.packs(),
        trace.implausible(),
        trace.keys(),
        trace.edition());
  }

  private boolean sharesStoredCall(IncomingTrace trace, TraceStore.Locked lock)
      throws SQLException {
    Set<Long> calls = new HashSet<>();
    for (IncomingTrace.Span span : trace.spans()) {
      if (span.span().callHash() != null && span.span().mapped().countsUsage()) {
        calls.add(span.span().callHash());
      }
    }
    return stores.actions().sharesCall(connection, organization, lock.day(), trace.id(), calls);
  }

  /// Assembles a trace again from its whole content, and replaces its rows.
  private void reassemble(IncomingTrace fresh, TraceStore.Locked lock) throws SQLException {
    Map<Long, ExecutionState> before =
        stores.executions().load(connection, organization, lock.day(), fresh.id());
    IncomingTrace whole =
        stores.reassembly().whole(connection, organization, lock.day(), fresh, lock.firstPack());
    stores.actions().forget(connection, organization, lock.day(), fresh.id());
    for (long span : before.keySet()) {
      remove(fresh.id(), lock, before, span);
    }
    TraceStore.Locked fromStart = new TraceStore.Locked(lock.day(), true, 0, 0, false);
    take(whole, fromStart, Assembly.whole(whole, agentNamed), before, 0);
    pending.putIfAbsent(fresh.id(), 0);
  }

  private void remove(
      TraceId trace, TraceStore.Locked lock, Map<Long, ExecutionState> before, long span)
      throws SQLException {
    stores.executions().remove(connection, organization, lock.day(), trace, Set.of(span));
    ExecutionState state = before.get(span);
    if (state != null && state.before != null && state.before.endedAt() != null) {
      facts.add(Facts.removed(lock.day(), trace, state));
    }
  }

  private void keepContent(IncomingTrace trace, TraceStore.Locked lock) {
    int first = lock.firstPack();
    packs.put(trace.id(), new ExecutionFacts.Packs(first, first + trace.packs().size()));
    for (int i = 0; i < trace.packs().size(); i++) {
      newPacks.add(
          new ActionStore.NewPack(
              trace.id(), lock.day(), lock.firstPack() + i, trace.packs().get(i)));
    }
    for (IncomingTrace.Key key : trace.keys()) {
      newKeys.add(new OutcomeKeyStore.NewKey(trace.id(), lock.day(), key));
    }
    for (IncomingTrace.LogLine line : trace.logs()) {
      newLines.add(
          new ActionStore.NewLogLine(trace.id(), lock.day(), lock.firstPack() + line.pack(), line));
    }
  }

  private void take(
      IncomingTrace trace,
      TraceStore.Locked lock,
      Assembly assembly,
      Map<Long, ExecutionState> known,
      int moved) {
    Set<Long> written = new HashSet<>();
    int stillPending = lock.pending() - moved;
    for (IncomingTrace.Span span : trace.spans()) {
      long id = span.span().id();
      if (!written.add(id)) {
        continue;
      }
      Assembly.Place place = assembly.placeOf(id);
      boolean open = assembly.open(id);
      stillPending += open ? 1 : 0;
      newActions.add(
          new Action(
              trace.id(),
              lock.day(),
              span.span(),
              lock.firstPack() + span.pack(),
              place.executionSpan(),
              open,
              assembly.counted(id),
              assembly.repeats(id)));
    }
    if (stillPending != lock.pending()) {
      pending.put(trace.id(), stillPending);
    }
    for (long span : assembly.touched()) {
      ExecutionState state = assembly.executions().get(span);
      if (state != null) {
        changed(trace, lock, assembly, state, known.get(span));
      }
    }
  }

  private void changed(
      IncomingTrace trace,
      TraceStore.Locked lock,
      Assembly assembly,
      ExecutionState state,
      @Nullable ExecutionState stored) {
    state.arrivedAt = stored == null ? now : stored.arrivedAt;
    state.implausible |= trace.implausible();
    if (state.before == null && stored != null) {
      state.before = stored.before;
    }
    changed.add(new ExecutionStore.Placed(trace.id(), lock.day(), state));
    ExecutionState parent =
        state.parentSpan == null ? null : assembly.executions().get(state.parentSpan);
    facts.add(Facts.of(lock.day(), trace.id(), state, parent).in(packs.get(trace.id())));
  }
}
