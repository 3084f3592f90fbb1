package dev.metaagent.events.consumer;

import dev.metaagent.events.EventLog;
import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The lag of each cursor. Everything here runs inside a system transaction.
@Repository
class CursorStatusStore {

  private static final String CURSORS =
      """
      select cursor.consumer, cursor.advanced_at, oldest.recorded_at, coalesce(oldest.readable, true) as readable,
        (select count(*) from (
          select 1 from recorded_batches entry
          where (entry.transaction_id, entry.id) > (cursor.transaction_id, cursor.id) limit 10000) waiting) as lag
      from batch_cursors cursor
      left join lateral (
        select entry.recorded_at, entry.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as readable
        from recorded_batches entry
        where (entry.transaction_id, entry.id) > (cursor.transaction_id, cursor.id)
        order by entry.transaction_id, entry.id limit 1) oldest on true
      order by cursor.consumer
      """;

  private static final String SET_ASIDE =
      """
      select consumer, organization_id, count(*) as events from log_entries_set_aside group by consumer, organization_id
      """;

  /// @param oldest when the oldest waiting entry was recorded
  /// @param setAside number of events by organization
  record Row(
      String name,
      Instant advancedAt,
      @Nullable Instant oldest,
      boolean readable,
      long lag,
      Map<OrganizationId, Long> setAside) {}

  private final JdbcClient jdbc;

  CursorStatusStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  List<Row> read() {
    Map<String, Map<OrganizationId, Long>> setAside = setAside();
    return jdbc.sql(CURSORS)
        .query((row, number) -> {
          OffsetDateTime oldest = row.getObject("recorded_at", OffsetDateTime.class);
          String name = row.getString("consumer");
          return new Row(
              name,
              row.getObject("advanced_at", OffsetDateTime.class).toInstant(),
              oldest == null ? null : oldest.toInstant(),
              row.getBoolean("readable"),
              row.getLong("lag"),
              setAside.getOrDefault(name, Map.of()));
        })
        .list();
  }

  private Map<String, Map<OrganizationId, Long>> setAside() {
    Map<String, Map<OrganizationId, Long>> counts = new HashMap<>();
    jdbc.sql(SET_ASIDE)
        .query(row -> {
          counts
              .computeIfAbsent(row.getString("consumer"), _ -> new HashMap<>())
              .put(EventLog.organization(row), row.getLong("events"));
        });
    return counts;
  }
}
