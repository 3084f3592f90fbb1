package dev.metaagent.observe;

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
class OutcomeKeyStore {

  private static final String CLAIM =
      """
      update execution_outcomes as outcome set trace_id = told.trace_id, span_id = told.span_id
      from (
        select distinct on (x.key) x.key, x.trace_id, x.span_id
        from unnest(?::text[], ?::uuid[], ?::int8[], ?::int8[]) as x(key, trace_id, span_id, started)
        order by x.key, x.started desc
      ) as told
      where outcome.organization_id = ? and outcome.trace_id is null and outcome.key = told.key
      """;

  /// A key with its place.
  record NewKey(TraceId trace, LocalDate day, IncomingTrace.Key told) {}

  /// Writes keys, and lets outcomes that waited for one of them name the run that told it.
  void insert(Connection connection, OrganizationId organization, List<NewKey> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    new BulkInsert<>("outcome_keys", organization.value(), keys)
        .text("key", key -> key.told().key())
        .time("started_at", key -> key.told().startedAt())
        .uuid("trace_id", key -> key.trace().value())
        .bigint("span_id", key -> key.told().spanId())
        .day("day", NewKey::day)
        .insertNew(connection);
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setArray(
          1,
          connection.createArrayOf("text", keys.stream().map(key -> key.told().key()).toArray()));
      claim.setArray(
          2,
          connection.createArrayOf(
              "uuid", keys.stream().map(key -> key.trace().value()).toArray()));
      claim.setArray(
          3,
          connection.createArrayOf(
              "int8", keys.stream().map(key -> key.told().spanId()).toArray()));
      claim.setArray(
          4,
          connection.createArrayOf(
              "int8", keys.stream().map(key -> key.told().startedAt().toEpochMilli()).toArray()));
      claim.setObject(5, organization.value());
      claim.executeUpdate();
    }
  }
}
