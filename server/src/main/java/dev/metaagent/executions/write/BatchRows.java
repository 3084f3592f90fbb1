package dev.metaagent.executions.write;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.assembly.Assembly;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.RecordedState;
import dev.metaagent.executions.store.Action;
import dev.metaagent.executions.store.ActionStore;
import dev.metaagent.executions.store.ExecutionStore;
import dev.metaagent.executions.store.OutcomeKeyStore;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows that one batch writes, collected over all of its traces and written with one statement
/// for each table.
final class BatchRows {

  private final Stores stores;
  private final Instant now;
  private final List<ActionStore.NewPack> newPacks = new ArrayList<>();
  private final List<ActionStore.NewLogLine> newLines = new ArrayList<>();
  private final List<OutcomeKeyStore.NewKey> newKeys = new ArrayList<>();
  private final List<Action> newActions = new ArrayList<>();
  private final List<ExecutionStore.Placed> changed = new ArrayList<>();
  private final List<ExecutionRecorded> facts = new ArrayList<>();
  private final Map<ExecutionId, ExecutionRecorded> noted = new LinkedHashMap<>();
  private final Map<TraceId, Integer> pending = new HashMap<>();
  private final Map<TraceId, ExecutionRecorded.Packs> packs = new HashMap<>();
  private final Map<LocalDate, List<ActionStore.Move>> moves = new TreeMap<>();
  private final Map<LocalDate, List<ExecutionId>> gone = new TreeMap<>();

  BatchRows(Stores stores, Instant now) {
    this.stores = stores;
    this.now = now;
  }

  /// The content of a part: packs, log records, keys.
  void content(LockedPart part) {
    IncomingTrace trace = part.trace();
    int first = part.lock().firstPack();
    packs.put(trace.id(), new ExecutionRecorded.Packs(first, first + trace.packs().size()));
    for (int i = 0; i < trace.packs().size(); i++) {
      newPacks.add(
          new ActionStore.NewPack(trace.id(), part.day(), first + i, trace.packs().get(i)));
    }
    for (IncomingTrace.Key key : trace.keys()) {
      newKeys.add(new OutcomeKeyStore.NewKey(trace.id(), part.day(), key));
    }
    for (IncomingTrace.LogLine line : trace.logs()) {
      newLines.add(new ActionStore.NewLogLine(trace.id(), part.day(), first + line.pack(), line));
    }
  }

  /// The actions of a part in their places, and the executions that changed.
  ///
  /// @param known the executions as they are stored
  void assembled(LockedPart part, Assembly assembly, Map<Long, ExecutionState> known) {
    Map<Long, Assembly.Place> found = assembly.moves();
    found.forEach((span, place) ->
        moves
            .computeIfAbsent(part.day(), _ -> new ArrayList<>())
            .add(new ActionStore.Move(part.id(), span, place.executionSpan())));
    int stillPending = part.lock().pending() - found.size() + actions(part, assembly);
    if (stillPending != part.lock().pending()) {
      pending.put(part.id(), stillPending);
    }
    for (long span : assembly.touched()) {
      ExecutionState state = assembly.executions().get(span);
      if (state != null) {
        changed(part, assembly, state, known.get(span));
      }
    }
  }

  /// Sets the number of pending actions of a trace, if no other part has set it.
  void pending(TraceId trace, int count) {
    pending.putIfAbsent(trace, count);
  }

  /// Adds the actions of a part; returns how many of them are pending.
  private int actions(LockedPart part, Assembly assembly) {
    Set<Long> written = new HashSet<>();
    int open = 0;
    for (IncomingTrace.Span span : part.trace().spans()) {
      long id = span.span().id();
      if (!written.add(id)) {
        continue;
      }
      PreparedSpan prepared = assembly.prepared(id);
      Assembly.Place place = assembly.placeOf(id);
      ExecutionState holder = assembly.executions().get(place.executionSpan());
      if (holder != null && !stores.plausibility().of(prepared.mapped(), part.lock().firstSeen())) {
        holder.implausible = true;
      }
      open += assembly.open(id) ? 1 : 0;
      newActions.add(
          new Action(
              part.id(),
              part.day(),
              prepared,
              part.lock().firstPack() + span.pack(),
              place.executionSpan(),
              assembly.open(id),
              assembly.counted(id),
              assembly.repeats(id)));
    }
    return open;
  }

  private void changed(
      LockedPart part, Assembly assembly, ExecutionState state, @Nullable ExecutionState stored) {
    state.arrivedAt = stored == null ? now : stored.arrivedAt;
    if (state.before == null && stored != null) {
      state.before = stored.before;
    }
    changed.add(new ExecutionStore.Placed(part.id(), part.day(), state, part.lock().fresh()));
    ExecutionState parent =
        state.parentSpan == null ? null : assembly.executions().get(state.parentSpan);
    facts.add(RecordedState.of(part.day(), part.id(), state, parent).in(packs.get(part.id())));
  }

  /// Executions that no longer exist.
  void gone(LockedPart part, Map<Long, ExecutionState> known, Collection<Long> spans) {
    gone(part.day(), part.id(), known, spans);
  }

  void gone(LocalDate day, TraceId trace, Map<Long, ExecutionState> known, Collection<Long> spans) {
    for (long span : spans) {
      gone.computeIfAbsent(day, _ -> new ArrayList<>()).add(new ExecutionId(trace, span));
      ExecutionState state = known.get(span);
      if (state != null && state.before != null && state.before.endedAt() != null) {
        facts.add(RecordedState.removed(day, trace, state));
      }
    }
  }

  /// Executions whose new content changes no row.
  void noted(
      LocalDate day, TraceId trace, Map<Long, ExecutionState> stored, Collection<Long> spans) {
    for (long span : spans) {
      ExecutionState state = stored.get(span);
      if (state != null) {
        ExecutionState parent = state.parentSpan == null ? null : stored.get(state.parentSpan);
        noted.put(new ExecutionId(trace, span), RecordedState.stored(day, trace, state, parent));
      }
    }
  }

  /// Writes all rows, resolves outcomes, and appends the events.
  void write(Connection connection, OrganizationId organization, List<String> declaredKeys)
      throws SQLException {
    for (Map.Entry<LocalDate, List<ActionStore.Move>> ofDay : moves.entrySet()) {
      stores.actions().move(connection, organization, ofDay.getKey(), ofDay.getValue());
    }
    for (Map.Entry<LocalDate, List<ExecutionId>> ofDay : gone.entrySet()) {
      stores.executions().remove(connection, organization, ofDay.getKey(), ofDay.getValue());
    }
    stores.actions().insertPacks(connection, organization, newPacks);
    stores.actions().insertLogs(connection, organization, newLines);
    stores.actions().insert(connection, organization, newActions);
    stores.executions().write(connection, organization, declaredKeys, changed);
    stores.traces().pending(connection, organization, pending);
    stores.keys().insert(connection, organization, newKeys);
    List<ExecutionRecorded> recorded =
        new ArrayList<>(stores.outcomeResolver().decide(connection, organization, changed, facts));
    recorded.forEach(event -> noted.remove(event.id()));
    recorded.addAll(noted.values());
    stores.events().append(organization, recorded);
  }
}
