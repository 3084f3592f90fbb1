package dev.metaagent.observe.retention;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of organization_retention, and the rows that are past it, within the transaction of the
/// caller.
@Repository
class RetentionStore {

  private static final String FIND =
      """
      select execution_days, content_days from organization_retention
      """;

  private static final String WRITE =
      """
      insert into organization_retention (organization_id, execution_days, content_days, updated_at, updated_by)
      values (current_setting('metaagent.organization')::uuid, :executions, :contents, :at, :by)
      on conflict (organization_id) do update set execution_days = excluded.execution_days,
        content_days = excluded.content_days, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      """;

  private static final String ORGANIZATIONS =
      """
      select organization_id from organization_retention where execution_days is not null or content_days is not null
      """;

  /// A day of whole traces and some of its traces, locked against the intake.
  private static final String OLD_TRACES =
      """
      select trace_id, day from traces where day < :oldest order by day, trace_id limit :most for update
      """;

  private static final String OLD_CONTENT =
      """
      delete from {table} where day = :day and trace_id in (
        select trace_id from {table} where day = :day order by trace_id limit :most)
      """;

  private static final String CONTENT_DAYS =
      """
      select day from metaagent_days() as day where day < :oldest order by day
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

  /// A trace and the day under which it is filed.
  private record Filed(UUID trace, LocalDate day) {}

  private final JdbcClient jdbc;

  RetentionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  RetentionDays find() {
    return jdbc.sql(FIND)
        .query((row, number) ->
            new RetentionDays(
                row.getObject("execution_days", Integer.class),
                row.getObject("content_days", Integer.class)))
        .optional()
        .orElse(RetentionDays.NONE);
  }

  void write(RetentionDays days, Instant at, String by) {
    jdbc.sql(WRITE)
        .param("executions", days.executionDays(), Types.INTEGER)
        .param("contents", days.contentDays(), Types.INTEGER)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .update();
  }

  /// Across organizations: those that keep something shorter.
  List<UUID> organizations() {
    return jdbc.sql(ORGANIZATIONS)
        .query((row, number) -> row.getObject("organization_id", UUID.class))
        .list();
  }

  /// Deletes some traces filed before a day, with everything of them; answers how many.
  int deleteTraces(LocalDate oldest, int most) {
    List<Filed> old =
        jdbc.sql(OLD_TRACES)
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
      jdbc.sql("delete from " + table + " where day = :day and trace_id = any(:traces)")
          .param("day", day)
          .param("traces", traces)
          .update();
    }
    for (String table : BESIDE) {
      jdbc.sql("delete from " + table + " where trace_id = any(:traces)")
          .param("traces", traces)
          .update();
    }
  }

  /// Outcomes that waited for a run longer than runs are kept, and the places of runs that old.
  int deleteWaiting(LocalDate oldest) {
    int deleted = 0;
    for (String table : List.of("execution_outcomes", "run_places")) {
      deleted +=
          jdbc.sql("delete from " + table + " where day < :oldest")
              .param("oldest", oldest)
              .update();
    }
    return deleted;
  }

  /// Days before one that may still hold bodies.
  List<LocalDate> contentDays(LocalDate oldest) {
    return jdbc.sql(CONTENT_DAYS)
        .param("oldest", oldest)
        .query((row, number) -> row.getObject("day", LocalDate.class))
        .list();
  }

  /// Deletes bodies of some traces of one day; answers how many rows went.
  int deleteContent(LocalDate day, int most) {
    int deleted = 0;
    for (String table : CONTENT) {
      deleted +=
          jdbc.sql(OLD_CONTENT.replace("{table}", table))
              .param("day", day)
              .param("most", most)
              .update();
    }
    return deleted;
  }
}
