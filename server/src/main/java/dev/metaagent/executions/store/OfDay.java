package dev.metaagent.executions.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;

/// Statements about the rows of one day. The day is a literal in the SQL instead of a parameter:
/// PostgreSQL then prunes the partitions of other days when it plans, so that the generic plan,
/// which is kept from one execution to the next, reads one partition. With a parameter the
/// statement is planned anew each time, or its plan looks at every partition.
final class OfDay {

  private OfDay() {}

  /// Prepares a statement in which `day = ?` stands for the day.
  static PreparedStatement prepare(Connection connection, String sql, LocalDate day)
      throws SQLException {
    return connection.prepareStatement(sql.replace("day = ?", "day = date '" + day + "'"));
  }
}
