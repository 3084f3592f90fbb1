package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.ActionKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What is stored around the new spans of one trace: as much as their assembly needs, and no more,
/// so that a large trace in many requests costs what is new and not the whole each time.
record Surroundings(
    ActionStore actions,
    Connection connection,
    OrganizationId organization,
    LocalDate day,
    TraceId trace) {

  /// How far above and below a call the same call, told by another instrumentation, is looked for.
  private static final int LEVELS = 8;

  /// The new spans themselves, where they are stored already, and their parents.
  Map<Long, StoredAction> near(IncomingTrace told) throws SQLException {
    Set<Long> ids = new HashSet<>();
    for (IncomingTrace.Span span : told.spans()) {
      ids.add(span.span().id());
      ids.add(span.span().mapped().parentSpanId());
    }
    ids.remove(0L);
    return ids.isEmpty() ? Map.of() : actions.find(connection, organization, day, trace, ids);
  }

  /// Everything around spans of which none is stored.
  ///
  /// @param anyPending whether stored actions of the trace wait for their place
  Map<Long, StoredAction> of(
      IncomingTrace fresh,
      boolean anyPending,
      Map<Long, ExecutionState> known,
      Function<String, AgentId> agentNamed)
      throws SQLException {
    Map<Long, StoredAction> stored = new HashMap<>(near(fresh));
    addAbove(fresh, stored);
    if (anyPending) {
      addCallsBelow(fresh, stored);
      addPendingBelow(new Assembly(fresh.prepared(), stored, 0, known, agentNamed), stored);
    }
    stored.putAll(
        actions.modelCallsBelow(connection, organization, day, trace, parentsOfCalls(fresh)));
    return stored;
  }

  /// Whether a stored call is one that a new span tells too.
  boolean shareACall(IncomingTrace fresh) throws SQLException {
    Set<Long> calls = new HashSet<>();
    for (IncomingTrace.Span span : fresh.spans()) {
      if (span.span().callHash() != null && span.span().mapped().countsUsage()) {
        calls.add(span.span().callHash());
      }
    }
    return actions.sharesCall(connection, organization, day, trace, calls);
  }

  /// Stored actions above the parents of new spans, as far as a call seen twice can reach.
  private void addAbove(IncomingTrace fresh, Map<Long, StoredAction> stored) throws SQLException {
    for (int level = 0; level < LEVELS; level++) {
      Set<Long> unknown = new HashSet<>();
      stored.values().forEach(action -> unknown.add(action.parent()));
      unknown.removeAll(stored.keySet());
      fresh.spans().forEach(span -> unknown.remove(span.span().id()));
      unknown.remove(0L);
      if (unknown.isEmpty()) {
        return;
      }
      Map<Long, StoredAction> above = actions.find(connection, organization, day, trace, unknown);
      if (above.isEmpty()) {
        return;
      }
      stored.putAll(above);
    }
  }

  /// Stored actions below new spans, as far as a call seen twice can reach. Until its parent comes,
  /// an action is pending.
  private void addCallsBelow(IncomingTrace fresh, Map<Long, StoredAction> stored)
      throws SQLException {
    Set<Long> frontier = new HashSet<>(fresh.spanIds());
    for (int level = 0; level < LEVELS && !frontier.isEmpty(); level++) {
      Map<Long, StoredAction> below =
          actions.pendingBelow(connection, organization, day, trace, frontier);
      stored.putAll(below);
      frontier.clear();
      below.values().stream()
          .filter(action -> Repeats.passes(action.kind()))
          .forEach(action -> frontier.add(action.span()));
    }
  }

  /// Stored pending actions below new spans whose place is known: they have one now. Where no new
  /// span has a place, none of the pending ones has, and none is read.
  private void addPendingBelow(Assembly fresh, Map<Long, StoredAction> stored) throws SQLException {
    Set<Long> frontier = fresh.placed();
    Set<Long> visited = new HashSet<>(frontier);
    while (!frontier.isEmpty()) {
      Map<Long, StoredAction> below =
          actions.pendingBelow(connection, organization, day, trace, frontier);
      stored.putAll(below);
      frontier = new HashSet<>(below.keySet());
      frontier.removeAll(visited);
      visited.addAll(frontier);
    }
  }

  private static Set<Long> parentsOfCalls(IncomingTrace fresh) {
    Set<Long> parents = new HashSet<>();
    for (IncomingTrace.Span span : fresh.spans()) {
      if (span.span().mapped().kind() == ActionKind.LLM
          && span.span().mapped().parentSpanId() != 0) {
        parents.add(span.span().mapped().parentSpanId());
      }
    }
    return parents;
  }
}
