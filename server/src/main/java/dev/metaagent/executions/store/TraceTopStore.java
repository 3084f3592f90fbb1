package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Finds the topmost known actions of traces whose beginning never came.
@Repository
class TopStore {

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

  /// The topmost known spans of a trace without a beginning: it began with the first of them and
  /// ended like the last.
  record Top(String name, int status, long startNanos, @Nullable Long durationNanos) {}

  /// The topmost steps of a trace, under its lock; null where it has a beginning.
  @Nullable Top of(Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TOP)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, day);
      statement.setObject(3, trace.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        long first = ExecutionState.nanos(row.getTimestamp(3).toInstant());
        long last = ExecutionState.nanos(row.getTimestamp(4).toInstant());
        long duration = row.getLong(5);
        Long known = row.wasNull() ? null : Long.valueOf(last - first + duration);
        return new Top(row.getString(1), row.getInt(2), first, known);
      }
    }
  }
}
