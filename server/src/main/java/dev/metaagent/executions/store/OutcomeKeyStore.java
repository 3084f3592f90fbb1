package dev.metaagent.executions.store;

import dev.metaagent.database.BulkInsert;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Repository;

/// Rows of outcome_keys, and the outcomes that wait for a key.
@Repository
public class OutcomeKeyStore {

  private static final String CLAIM =
      """
      update execution_outcomes as outcome set trace_id = stated.trace_id, span_id = stated.span_id
      from (
        select distinct on (x.key) x.key, x.trace_id, x.span_id
        from unnest(?::text[], ?::uuid[], ?::int8[], ?::int8[]) as x(key, trace_id, span_id, started)
        order by x.key, x.started desc
      ) as stated
      where outcome.organization_id = ? and outcome.trace_id is null and outcome.key = stated.key
      """;

  /// A key with its place.
  public record NewKey(TraceId trace, LocalDate day, IncomingTrace.Key stated) {}

  /// Writes keys, and attaches outcomes that waited for one of them to the run that has the key.
  public void insert(Connection connection, OrganizationId organization, List<NewKey> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    new BulkInsert<>("outcome_keys", organization.value(), keys)
        .text("key", key -> key.stated().key())
        .time("started_at", key -> key.stated().startedAt())
        .uuid("trace_id", key -> key.trace().value())
        .bigint("span_id", key -> key.stated().spanId())
        .day("day", NewKey::day)
        .insertNew(connection);
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setArray(
          1,
          connection.createArrayOf("text", keys.stream().map(key -> key.stated().key()).toArray()));
      claim.setArray(
          2,
          connection.createArrayOf(
              "uuid", keys.stream().map(key -> key.trace().value()).toArray()));
      claim.setArray(
          3,
          connection.createArrayOf(
              "int8", keys.stream().map(key -> key.stated().spanId()).toArray()));
      claim.setArray(
          4,
          connection.createArrayOf(
              "int8", keys.stream().map(key -> key.stated().startedAt().toEpochMilli()).toArray()));
      claim.setObject(5, organization.value());
      claim.executeUpdate();
    }
  }
}
