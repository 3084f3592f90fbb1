package dev.metaagent.executions.store;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of traces: the day of a trace and the lock under which it is assembled.
@Repository
public class TraceStore {

  private static final String SETTLE =
      """
      update traces set settled = true
      where organization_id = ? and trace_id = ? and not settled and last_seen_at < ?
      returning day
      """;

  /// A trace under lock.
  ///
  /// @param fresh whether this transaction created it, so that nothing of it can be stored yet
  /// @param firstPack the number of the first pack of this batch
  /// @param factualLogs whether a stored log record says something about a run
  /// @param firstSeen when its first part arrived
  /// @param severalScopes whether its model calls, those of this batch included, are of several
  ///   instrumentation scopes, or of unknown ones
  public record Locked(
      LocalDate day,
      boolean fresh,
      int firstPack,
      int pending,
      boolean factualLogs,
      Instant firstSeen,
      boolean severalScopes) {

    /// The same trace, to be assembled from scratch.
    public Locked fromStart() {
      return new Locked(day, true, 0, 0, false, firstSeen, severalScopes);
    }

    /// The same trace without some of its pending actions, packs numbered as stored.
    public Locked without(int placedAgain) {
      return new Locked(
          day, false, 0, pending - placedAgain, factualLogs, firstSeen, severalScopes);
    }
  }

  private static final String LOCK =
      """
      insert into traces
        (organization_id, trace_id, day, first_seen_at, last_seen_at, packs, telling_logs, call_scope)
      select ?::uuid, x.trace_id, date '1970-01-01' + x.day, ?, ?, x.packs, x.telling_logs, x.call_scope
      from unnest(?::uuid[], ?::int4[], ?::int4[], ?::bool[], ?::int8[])
        as x(trace_id, day, packs, telling_logs, call_scope)
      order by x.trace_id
      on conflict (organization_id, trace_id) do update
      set last_seen_at = excluded.last_seen_at, packs = traces.packs + excluded.packs,
        telling_logs = traces.telling_logs or excluded.telling_logs, settled = false,
        call_scope = case
          when excluded.call_scope is null then traces.call_scope
          when traces.call_scope is null or traces.call_scope = excluded.call_scope then excluded.call_scope
          else 0 end
      returning trace_id, day, packs, pending, (xmax = 0) as fresh, telling_logs, first_seen_at, call_scope
      """;

  private static final String PENDING =
      """
      update traces set pending = x.pending
      from unnest(?::uuid[], ?::int4[]) as x(trace_id, pending)
      where traces.organization_id = ?::uuid and traces.trace_id = x.trace_id
      """;

  public Map<TraceId, Locked> lock(
      Connection connection, OrganizationId organization, Instant now, List<IncomingTrace> traces)
      throws SQLException {
    UUID[] ids = traces.stream().map(trace -> trace.id().value()).toArray(UUID[]::new);
    Integer[] days =
        traces.stream().map(trace -> (int) trace.day().toEpochDay()).toArray(Integer[]::new);
    Integer[] packs = traces.stream().map(trace -> trace.packs().size()).toArray(Integer[]::new);
    Boolean[] factual = traces.stream().map(IncomingTrace::factualLogs).toArray(Boolean[]::new);
    Long[] scopes = traces.stream().map(CallScope::ofAll).toArray(Long[]::new);
    Map<TraceId, Integer> packCount = new HashMap<>();
    traces.forEach(trace -> packCount.put(trace.id(), trace.packs().size()));
    Map<TraceId, Locked> locked = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setObject(1, organization.value());
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setTimestamp(3, Timestamp.from(now));
      statement.setArray(4, connection.createArrayOf("uuid", ids));
      statement.setArray(5, connection.createArrayOf("int4", days));
      statement.setArray(6, connection.createArrayOf("int4", packs));
      statement.setArray(7, connection.createArrayOf("bool", factual));
      statement.setArray(8, connection.createArrayOf("int8", scopes));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          TraceId id = new TraceId(rows.getObject(1, UUID.class));
          locked.put(
              id,
              new Locked(
                  rows.getObject(2, LocalDate.class),
                  rows.getBoolean(5),
                  rows.getInt(3) - packCount.getOrDefault(id, 0),
                  rows.getInt(4),
                  rows.getBoolean(6),
                  rows.getTimestamp(7).toInstant(),
                  rows.getLong(8) == CallScope.SEVERAL && !rows.wasNull()));
        }
      }
    }
    return locked;
  }

  /// Marks a trace as closed by the timeout, under its lock; returns its day, or null if more of it
  /// has arrived meanwhile.
  public @Nullable LocalDate settle(
      Connection connection, OrganizationId organization, TraceId trace, Instant silentSince)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, trace.value());
      statement.setTimestamp(3, Timestamp.from(silentSince));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getObject(1, LocalDate.class) : null;
      }
    }
  }

  public void pending(
      Connection connection, OrganizationId organization, Map<TraceId, Integer> pending)
      throws SQLException {
    if (pending.isEmpty()) {
      return;
    }
    List<TraceId> ids = List.copyOf(pending.keySet());
    try (PreparedStatement statement = connection.prepareStatement(PENDING)) {
      statement.setArray(
          1, connection.createArrayOf("uuid", ids.stream().map(TraceId::value).toArray()));
      statement.setArray(
          2, connection.createArrayOf("int4", ids.stream().map(pending::get).toArray()));
      statement.setObject(3, organization.value());
      statement.executeUpdate();
    }
  }
}
