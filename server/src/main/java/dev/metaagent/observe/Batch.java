package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
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
    flush();
  }

  /// Assembles a stored trace again from its content, if that still holds all of its actions;
  /// answers whether it did.
  boolean remap(TraceId trace, LocalDate day) throws SQLException {
    IncomingTrace nothing = IncomingTrace.nothing(trace, day);
    TraceStore.Locked lock =
        Objects.requireNonNull(
            stores.traces().lock(connection, organization, now, List.of(nothing)).get(trace));
    IncomingTrace whole =
        stores.reassembly().whole(connection, organization, lock.day(), nothing, lock.firstPack());
    if (!whole
        .spanIds()
        .containsAll(stores.actions().spans(connection, organization, lock.day(), trace))) {
      return false;
    }
    replace(whole, stores.executions().load(connection, organization, lock.day(), trace), lock);
    flush();
    return true;
  }

  private void flush() throws SQLException {
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
    IncomingTrace fresh = withoutStored(trace, surroundings(trace, lock).near(trace));
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
    Assembly assembly = added(fresh, lock, known, true);
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

  /// Adds new spans to what is stored.
  ///
  /// @param unseen whether actions of the provisional execution may be stored beside those around
  private Assembly added(
      IncomingTrace fresh, TraceStore.Locked lock, Map<Long, ExecutionState> known, boolean unseen)
      throws SQLException {
    Surroundings around = surroundings(fresh, lock);
    Map<Long, StoredAction> stored = around.of(fresh, lock.pending() > 0, known, agentNamed);
    int seen = (int) stored.values().stream().filter(StoredAction::pending).count();
    int elsewhere = unseen ? lock.pending() - seen : 0;
    Assembly assembly = new Assembly(fresh.prepared(), stored, elsewhere, known, agentNamed);
    if (around.shareACall(fresh)) {
      assembly.startOver();
    } else {
      assembly.assemble(List.of());
    }
    return assembly;
  }

  private Surroundings surroundings(IncomingTrace trace, TraceStore.Locked lock) {
    return new Surroundings(stores.actions(), connection, organization, lock.day(), trace.id());
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
    IncomingTrace together = new IncomingTrace(id, day, all, List.of(), List.of());
    stores.actions().forgetProvisional(connection, organization, day, id);
    Map<Long, ExecutionState> known = stores.executions().load(connection, organization, day, id);
    ExecutionState provisional = known.remove(Assembly.NONE);
    TraceStore.Locked rest = lock.without(again);
    Assembly assembly = added(together, rest, known, false);
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

  private IncomingTrace withoutStored(IncomingTrace trace, Map<Long, StoredAction> stored) {
    List<IncomingTrace.Span> fresh =
        trace.spans().stream().filter(span -> !stored.containsKey(span.span().id())).toList();
    return new IncomingTrace(
        trace.id(), trace.day(), fresh, trace.logs(), trace.packs(), trace.keys(), trace.edition());
  }

  /// Assembles a trace again from its whole content, and replaces its rows.
  private void reassemble(IncomingTrace fresh, TraceStore.Locked lock) throws SQLException {
    Map<Long, ExecutionState> before =
        stores.executions().load(connection, organization, lock.day(), fresh.id());
    IncomingTrace whole =
        stores.reassembly().whole(connection, organization, lock.day(), fresh, lock.firstPack());
    replace(whole, before, lock);
  }

  private void replace(
      IncomingTrace whole, Map<Long, ExecutionState> before, TraceStore.Locked lock)
      throws SQLException {
    stores.actions().forget(connection, organization, lock.day(), whole.id());
    for (long span : before.keySet()) {
      remove(whole.id(), lock, before, span);
    }
    take(whole, lock.fromStart(), Assembly.whole(whole, agentNamed), before, 0);
    pending.putIfAbsent(whole.id(), 0);
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
      ExecutionState holder = assembly.executions().get(place.executionSpan());
      if (holder != null && !stores.plausibility().of(span.span().mapped(), lock.firstSeen())) {
        holder.implausible = true;
      }
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
    if (state.before == null && stored != null) {
      state.before = stored.before;
    }
    changed.add(new ExecutionStore.Placed(trace.id(), lock.day(), state));
    ExecutionState parent =
        state.parentSpan == null ? null : assembly.executions().get(state.parentSpan);
    facts.add(Facts.of(lock.day(), trace.id(), state, parent).in(packs.get(trace.id())));
  }
}
