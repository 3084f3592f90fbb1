package dev.metaagent.executions.store;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/// Decides whether a trace can be assembled again from its content. It cannot when some of the
/// content is deleted (bodies can have a shorter retention than executions), or when the content is
/// so large that reading it would block a writer for too long.
@Repository
public class KeptContentStore {

  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final String KEPT =
      """
      select asked.trace_id from unnest(?::uuid[]) as asked(trace_id)
      where not exists (
        select from (
          select distinct pack from agent_execution_logs as a
          where a.organization_id = ? and a.day = ? and a.trace_id = asked.trace_id
        ) as used
        where not exists (
          select from action_contents as c
          where c.organization_id = ? and c.day = ? and c.trace_id = asked.trace_id and c.pack = used.pack))
      and coalesce((
        select sum(raw_bytes) from action_contents as c
        where c.organization_id = ? and c.day = ? and c.trace_id = asked.trace_id), 0) <= ?
      """;

  /// Those of some traces of one day that can be assembled again.
  public Set<TraceId> kept(
      Connection connection, OrganizationId organization, LocalDate day, List<TraceId> traces)
      throws SQLException {
    Set<TraceId> kept = new HashSet<>();
    if (traces.isEmpty()) {
      return kept;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, KEPT, day)) {
      statement.setArray(
          1, connection.createArrayOf("uuid", traces.stream().map(TraceId::value).toArray()));
      for (int at = 2; at <= 4; at++) {
        statement.setObject(at, organization.value());
      }
      statement.setInt(5, MOST_BYTES);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          kept.add(new TraceId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return kept;
  }
}
