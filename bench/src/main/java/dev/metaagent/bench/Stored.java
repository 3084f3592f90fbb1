package dev.metaagent.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What lies in the database, asked past the product.
final class Stored {

  private static final String BYTES =
      """
      select coalesce(sum(pg_total_relation_size(oid)), 0)
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      """;

  private Stored() {}

  static long actions(Connection database) throws SQLException {
    return number(database, "select count(*) from agent_execution_logs");
  }

  /// Tables, indexes and large values of the product.
  static long bytes(Connection database) throws SQLException {
    return number(database, BYTES);
  }

  static long number(Connection database, String question) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }
}
