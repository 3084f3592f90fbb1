package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.springframework.stereotype.Repository;

/// Says whether the content of a trace is still kept: bodies go before the executions they belong
/// to, and what has no body any more cannot be assembled again.
@Repository
class KeptContentStore {

  private static final String GONE =
      """
      select 1 from (
        select distinct pack from agent_execution_logs where organization_id = ? and day = ? and trace_id = ?
      ) as used
      where not exists (
        select from action_contents as kept
        where kept.organization_id = ? and kept.day = ? and kept.trace_id = ? and kept.pack = used.pack)
      limit 1
      """;

  boolean whole(Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GONE)) {
      for (int at = 1; at <= 4; at += 3) {
        statement.setObject(at, organization.value());
        statement.setObject(at + 1, day);
        statement.setObject(at + 2, trace.value());
      }
      try (ResultSet row = statement.executeQuery()) {
        return !row.next();
      }
    }
  }
}
