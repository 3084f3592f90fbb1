package dev.metaagent.executions.write;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.store.TraceStore;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The write of one batch, inside its transaction: it locks the traces in key order, carries out
/// the plan for each, and writes the rows of all of them together.
final class TraceWrite {

  private final Stores stores;
  private final Connection connection;
  private final OrganizationId organization;
  private final List<String> declaredKeys;
  private final Instant now;
  private final ResolvedAgents agents;
  private final @Nullable Duration timeout;
  private final BatchRows rows;

  /// @param timeout processor time that each trace may take, null = any
  TraceWrite(
      Stores stores,
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      Instant now,
      ResolvedAgents agents,
      @Nullable Duration timeout) {
    this.stores = stores;
    this.connection = connection;
    this.organization = organization;
    this.declaredKeys = declaredKeys;
    this.now = now;
    this.agents = agents;
    this.timeout = timeout;
    this.rows = new BatchRows(stores, now);
  }

  /// Writes parts of traces, each trace once, in key order.
  ///
  /// @return the result for each revision of a run among them
  Map<TraceId, Revision.State> write(List<IncomingTrace> incoming) throws SQLException {
    Map<TraceId, TraceStore.Locked> locked =
        stores.traces().lock(connection, organization, now, incoming);
    Map<TraceId, Revision.State> revisions = new HashMap<>();
    Map<LocalDate, List<LockedPart>> parts = new TreeMap<>();
    for (IncomingTrace trace : incoming) {
      TraceStore.Locked lock = Objects.requireNonNull(locked.get(trace.id()));
      Revision.State state = Revision.State.STORED;
      if (trace.revision() != null) {
        state = stores.revisions().keep(connection, organization, lock.day(), trace);
        revisions.put(trace.id(), state);
      }
      parts
          .computeIfAbsent(lock.day(), _ -> new ArrayList<>())
          .add(new LockedPart(trace, lock, state));
    }
    for (Map.Entry<LocalDate, List<LockedPart>> ofDay : parts.entrySet()) {
      day(ofDay.getKey()).write(ofDay.getValue());
    }
    agents.requireAll();
    rows.write(connection, organization, declaredKeys);
    return revisions;
  }

  private DayWrite day(LocalDate day) {
    return new DayWrite(stores, connection, organization, day, agents, timeout, rows);
  }

  /// Assembles a stored trace again from its content, if that still contains all of its actions;
  /// returns whether it did.
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
    day(lock.day())
        .replace(
            new LockedPart(nothing, lock, Revision.State.STORED),
            whole,
            stores.executions().load(connection, organization, lock.day(), trace));
    agents.requireAll();
    rows.write(connection, organization, declaredKeys);
    return true;
  }
}
