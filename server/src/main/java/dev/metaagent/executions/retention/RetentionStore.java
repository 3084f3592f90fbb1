package dev.metaagent.executions.retention;

import dev.metaagent.tenancy.TenantSql;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of organization_retention, and the rows that are older than it, within the transaction of
/// the caller.
@Repository
class RetentionStore {

  private static final String FIND =
      """
      select execution_days, content_days from organization_retention where organization_id = :organization
      """;

  private static final String WRITE =
      """
      insert into organization_retention (organization_id, execution_days, content_days, updated_at, updated_by)
      values (:organization, :executions, :contents, :at, :by)
      on conflict (organization_id) do update set execution_days = excluded.execution_days,
        content_days = excluded.content_days, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      """;

  private static final String ORGANIZATIONS =
      """
      select organization_id from organization_retention where execution_days is not null or content_days is not null
      """;

  /// Some traces of the oldest day, locked against concurrent ingest.
  private static final String OLD_TRACES =
      """
      select trace_id, day from traces where organization_id = :organization and day < :oldest
      order by day, trace_id limit :most for update
      """;

  private static final String OLD_CONTENT =
      """
      delete from {table} where organization_id = :organization and day = :day and trace_id in (
        select trace_id from {table}
        where organization_id = :organization and day = :day order by trace_id limit :most)
      """;

  private static final String CONTENT_DAYS =
      """
      select day from metaagent_days() as day where day < :oldest order by day
      """;

  private static final String DELETE_FILED =
      """
      delete from {table} where organization_id = :organization and day = :day and trace_id = any(:traces)
      """;

  private static final String DELETE_BESIDE =
      """
      delete from {table} where organization_id = :organization and trace_id = any(:traces)
      """;

  private static final String DELETE_WAITING =
      """
      delete from {table} where organization_id = :organization and day < :oldest
      """;

  private static final List<String> OF_TRACE =
      List.of(
          "action_contents",
          "action_log_records",
          "agent_execution_logs",
          "execution_words",
          "execution_attributes",
          "executions");

  private static final List<String> BESIDE =
      List.of("execution_outcomes", "outcome_keys", "execution_editions", "traces");

  private static final List<String> CONTENT = List.of("action_contents", "action_log_records");

  /// A trace and its day (partition).
  private record Filed(UUID trace, LocalDate day) {}

  private final JdbcClient jdbc;
  private final TenantSql tenant;

  RetentionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.tenant = new TenantSql(dataSource);
  }

  RetentionDays find() {
    return tenant
        .sql(FIND)
        .query((row, number) ->
            new RetentionDays(
                row.getObject("execution_days", Integer.class),
                row.getObject("content_days", Integer.class)))
        .optional()
        .orElse(RetentionDays.NONE);
  }

  void write(RetentionDays days, Instant at, String by) {
    tenant
        .sql(WRITE)
        .param("executions", days.executionDays(), Types.INTEGER)
        .param("contents", days.contentDays(), Types.INTEGER)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .update();
  }

  /// Across organizations: those with a shorter retention of their own.
  List<UUID> organizations() {
    return jdbc.sql(ORGANIZATIONS)
        .query((row, number) -> row.getObject("organization_id", UUID.class))
        .list();
  }

  /// Deletes some traces of days before one, with all their rows; returns how many.
  int deleteTraces(LocalDate oldest, int most) {
    List<Filed> old =
        tenant
            .sql(OLD_TRACES)
            .param("oldest", oldest)
            .param("most", most)
            .query((row, number) ->
                new Filed(
                    row.getObject("trace_id", UUID.class), row.getObject("day", LocalDate.class)))
            .list();
    old.stream()
        .collect(java.util.stream.Collectors.groupingBy(Filed::day))
        .forEach(
            (day, filed) -> delete(day, filed.stream().map(Filed::trace).toArray(UUID[]::new)));
    return old.size();
  }

  private void delete(LocalDate day, UUID[] traces) {
    for (String table : OF_TRACE) {
      tenant
          .sql(DELETE_FILED.replace("{table}", table))
          .param("day", day)
          .param("traces", traces)
          .update();
    }
    for (String table : BESIDE) {
      tenant.sql(DELETE_BESIDE.replace("{table}", table)).param("traces", traces).update();
    }
  }

  /// Deletes outcomes that have waited for a run longer than runs are kept, and the positions of
  /// runs that old.
  int deleteWaiting(LocalDate oldest) {
    int deleted = 0;
    for (String table : List.of("execution_outcomes", "run_places")) {
      deleted +=
          tenant.sql(DELETE_WAITING.replace("{table}", table)).param("oldest", oldest).update();
    }
    return deleted;
  }

  /// Days before one that may still have bodies.
  List<LocalDate> contentDays(LocalDate oldest) {
    return jdbc.sql(CONTENT_DAYS)
        .param("oldest", oldest)
        .query((row, number) -> row.getObject("day", LocalDate.class))
        .list();
  }

  /// Deletes bodies of some traces of one day; returns the number of rows.
  int deleteContent(LocalDate day, int most) {
    int deleted = 0;
    for (String table : CONTENT) {
      deleted +=
          tenant
              .sql(OLD_CONTENT.replace("{table}", table))
              .param("day", day)
              .param("most", most)
              .update();
    }
    return deleted;
  }
}
