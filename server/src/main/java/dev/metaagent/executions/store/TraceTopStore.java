package dev.metaagent.executions.store;

import dev.metaagent.executions.EpochNanos;
import dev.metaagent.executions.assembly.TraceTop;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Finds the topmost known actions of traces whose beginning has not arrived.
@Repository
public class TraceTopStore {

  private static final String TOP =
      """
      with tops as (
        select span_id, name, status, started_at, duration_nanos from agent_execution_logs as action
        where organization_id = ? and day = ? and trace_id = ? and pending and execution_span = 0
          and not exists (
            select from agent_execution_logs as above
            where above.organization_id = action.organization_id and above.day = action.day
              and above.trace_id = action.trace_id and above.span_id = action.parent_span))
      select first.name, last.status, first.started_at, last.started_at, last.duration_nanos
      from (select * from tops order by started_at, span_id limit 1) first,
        (select * from tops order by started_at desc, span_id desc limit 1) last
      """;

  /// The topmost steps of a trace, under its lock; null if it has a beginning.
  public @Nullable TraceTop of(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, TOP, day)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, trace.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        long first = EpochNanos.nanos(row.getTimestamp(3).toInstant());
        long last = EpochNanos.nanos(row.getTimestamp(4).toInstant());
        long duration = row.getLong(5);
        Long known = row.wasNull() ? null : Long.valueOf(last - first + duration);
        return new TraceTop(row.getString(1), row.getInt(2), first, known);
      }
    }
  }
}
