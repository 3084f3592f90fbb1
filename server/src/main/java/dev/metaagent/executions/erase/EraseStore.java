package dev.metaagent.executions.erase;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of one trace, read and removed within the transaction of the caller.
@Repository
class EraseStore {

  private static final String LOCK =
      """
      select day from traces where organization_id = :organization and trace_id = :trace for update
      """;

  private static final String RUNS =
      """
      select span_id, parent_span, agent_id, started_at, ended_at, status, success
      from executions where organization_id = :organization and day = :day and trace_id = :trace
      """;

  private static final String OF_USER =
      """
      select trace_id, span_id from executions
      where organization_id = :organization and user_id = :user order by started_at desc limit 100
      """;

  private static final String FORGET_WHO_SAID =
      """
      update execution_outcomes set said_by = null, comment = null
      where organization_id = :organization and said_by = :user and source = 'person'
      """;

  private static final String SPANS =
      """
      select span_id from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = :trace and execution_span = any(:runs)
      """;

  private static final String PACKS =
      """
      select pack, signal, body from action_contents c
      where c.organization_id = :organization and c.day = :day and c.trace_id = :trace and c.pack in (
        select l.pack from agent_execution_logs l
        where l.organization_id = :organization and l.day = :day and l.trace_id = :trace and l.span_id = any(:spans)
        union select r.pack from action_log_records r
        where r.organization_id = :organization and r.day = :day and r.trace_id = :trace and r.span_id = any(:spans))
      """;

  private static final String REWRITE =
      """
      update action_contents set body = :body, raw_bytes = :raw
      where organization_id = :organization and day = :day and trace_id = :trace and pack = :pack
      """;

  private static final String DROP_PACK =
      """
      delete from action_contents
      where organization_id = :organization and day = :day and trace_id = :trace and pack = :pack
      """;

  private static final String DELETE_LOGS =
      """
      delete from action_log_records
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = any(:spans)
      """;

  private static final String DELETE_ACTIONS =
      """
      delete from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = :trace and execution_span = any(:runs)
      """;

  private static final String DELETE_RUNS =
      """
      delete from {table}
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = any(:runs)
      """;

  private static final String DELETE_FILED =
      """
      delete from {table} where organization_id = :organization and day = :day and trace_id = :trace
      """;

  private static final String DELETE_BESIDE =
      """
      delete from {table} where organization_id = :organization and trace_id = :trace
      """;

  private static final List<String> BY_RUN =
      List.of("execution_words", "execution_attributes", "executions");

  /// Tables without partitions by day: outcomes of the runs, and keys and places of their spans.
  private static final List<String> BESIDE =
      List.of(
          """
          delete from execution_outcomes
          where organization_id = :organization and trace_id = :trace and execution_span = any(:runs)
          """,
          """
          delete from outcome_keys
          where organization_id = :organization and trace_id = :trace and span_id = any(:spans)
          """,
          """
          delete from execution_editions
          where organization_id = :organization and trace_id = :trace and span_id = any(:spans)
          """);

  private static final List<String> BESIDE_BY_TRACE =
      List.of("execution_outcomes", "outcome_keys", "execution_editions", "run_places");
  private static final List<String> BY_TRACE =
      List.of(
          "action_contents",
          "action_log_records",
          "agent_execution_logs",
          "execution_words",
          "execution_attributes",
          "executions",
          "traces");

  /// One pack of contents.
  record Pack(int number, int signal, byte[] body) {}

  private final TenantSql jdbc;

  EraseStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Locks a trace against concurrent ingest and returns its day (partition).
  Optional<LocalDate> lock(TraceId trace) {
    return jdbc.sql(LOCK).param("trace", trace.value()).query(LocalDate.class).optional();
  }

  List<ErasedExecution> runs(LocalDate day, TraceId trace) {
    return at(RUNS, day, trace).query((row, number) -> run(day, trace, row)).list();
  }

  private static ErasedExecution run(LocalDate day, TraceId trace, ResultSet row)
      throws SQLException {
    long span = row.getLong("span_id");
    AgentId agent = new AgentId(row.getObject("agent_id", UUID.class));
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    ExecutionRecorded.Before before =
        new ExecutionRecorded.Before(
            agent,
            ended == null ? null : ended.toInstant(),
            ExecutionStatus.ofCode(row.getInt("status")),
            row.getObject("success", Boolean.class));
    return new ErasedExecution(
        span,
        row.getObject("parent_span", Long.class),
        ExecutionRecorded.gone(
            new ExecutionId(trace, span),
            day,
            row.getObject("started_at", OffsetDateTime.class).toInstant(),
            before));
  }

  /// Some executions of an end user, newest first.
  List<ExecutionId> ofUser(String user) {
    return jdbc.sql(OF_USER)
        .param("user", user)
        .query((row, number) ->
            new ExecutionId(
                new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")))
        .list();
  }

  /// Removes the name, and the words, of a user from what they said about executions of others.
  void forgetWhoSaid(String user) {
    jdbc.sql(FORGET_WHO_SAID).param("user", user).update();
  }

  List<Long> spans(LocalDate day, TraceId trace, Collection<Long> runs) {
    return at(SPANS, day, trace)
        .param("runs", runs.toArray(Long[]::new))
        .query((row, number) -> row.getLong("span_id"))
        .list();
  }

  /// The packs that hold content of some spans.
  List<Pack> packs(LocalDate day, TraceId trace, Collection<Long> spans) {
    return at(PACKS, day, trace)
        .param("spans", spans.toArray(Long[]::new))
        .query((row, number) ->
            new Pack(row.getInt("pack"), row.getInt("signal"), row.getBytes("body")))
        .list();
  }

  void rewrite(LocalDate day, TraceId trace, int pack, byte[] body, int rawBytes) {
    at(REWRITE, day, trace).param("pack", pack).param("body", body).param("raw", rawBytes).update();
  }

  void dropPack(LocalDate day, TraceId trace, int pack) {
    at(DROP_PACK, day, trace).param("pack", pack).update();
  }

  /// Removes some executions of a trace with their actions and log records; packs are left.
  void removeRuns(LocalDate day, TraceId trace, Collection<Long> runs, Collection<Long> spans) {
    at(DELETE_LOGS, day, trace).param("spans", spans.toArray(Long[]::new)).update();
    at(DELETE_ACTIONS, day, trace).param("runs", runs.toArray(Long[]::new)).update();
    for (String sql : BESIDE) {
      jdbc.sql(sql)
          .param("trace", trace.value())
          .param("runs", runs.toArray(Long[]::new))
          .param("spans", spans.toArray(Long[]::new))
          .update();
    }
    for (String table : BY_RUN) {
      at(DELETE_RUNS.replace("{table}", table), day, trace)
          .param("runs", runs.toArray(Long[]::new))
          .update();
    }
  }

  /// Removes everything of a trace.
  void removeTrace(LocalDate day, TraceId trace) {
    for (String table : BESIDE_BY_TRACE) {
      jdbc.sql(DELETE_BESIDE.replace("{table}", table)).param("trace", trace.value()).update();
    }
    for (String table : BY_TRACE) {
      at(DELETE_FILED.replace("{table}", table), day, trace).update();
    }
  }

  private JdbcClient.StatementSpec at(String sql, LocalDate day, TraceId trace) {
    return jdbc.sql(sql).param("day", day).param("trace", trace.value());
  }
}
