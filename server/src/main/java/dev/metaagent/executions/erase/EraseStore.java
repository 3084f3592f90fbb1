package dev.metaagent.observe.erase;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.ExecutionFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of one trace, read and removed within the transaction of the caller.
@Repository
class EraseStore {

  private static final String LOCK =
      """
      select day from traces where trace_id = :trace for update
      """;

  private static final String RUNS =
      """
      select span_id, parent_span, agent_id, started_at, ended_at, status, success
      from executions where day = :day and trace_id = :trace
      """;

  private static final String OF_USER =
      """
      select trace_id, span_id from executions where user_id = :user order by started_at desc limit 100
      """;

  private static final String SPANS =
      """
      select span_id from agent_execution_logs
      where day = :day and trace_id = :trace and execution_span = any(:runs)
      """;

  private static final String PACKS =
      """
      select pack, signal, body from action_contents c
      where c.day = :day and c.trace_id = :trace and c.pack in (
        select l.pack from agent_execution_logs l
        where l.day = :day and l.trace_id = :trace and l.span_id = any(:spans)
        union select r.pack from action_log_records r
        where r.day = :day and r.trace_id = :trace and r.span_id = any(:spans))
      """;

  private static final String REWRITE =
      """
      update action_contents set body = :body, raw_bytes = :raw
      where day = :day and trace_id = :trace and pack = :pack
      """;

  private static final String DROP_PACK =
      """
      delete from action_contents where day = :day and trace_id = :trace and pack = :pack
      """;

  private static final List<String> BY_RUN =
      List.of("execution_words", "execution_attributes", "executions");

  /// Rows beside the days: outcomes of the runs, and what their spans told.
  private static final List<String> BESIDE =
      List.of(
          "delete from execution_outcomes where trace_id = :trace and execution_span = any(:runs)",
          "delete from outcome_keys where trace_id = :trace and span_id = any(:spans)",
          "delete from execution_editions where trace_id = :trace and span_id = any(:spans)");

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

  private final JdbcClient jdbc;

  EraseStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Locks a trace against the intake and answers the day under which it is filed.
  Optional<LocalDate> lock(TraceId trace) {
    return jdbc.sql(LOCK).param("trace", trace.value()).query(LocalDate.class).optional();
  }

  List<ErasedRun> runs(LocalDate day, TraceId trace) {
    return at(RUNS, day, trace).query((row, number) -> run(day, trace, row)).list();
  }

  private static ErasedRun run(LocalDate day, TraceId trace, ResultSet row) throws SQLException {
    long span = row.getLong("span_id");
    AgentId agent = new AgentId(row.getObject("agent_id", UUID.class));
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new ErasedRun(
        span,
        row.getObject("parent_span", Long.class),
        gone(
            day,
            new ExecutionId(trace, span),
            agent,
            row.getObject("started_at", OffsetDateTime.class).toInstant(),
            ended == null ? null : ended.toInstant()));
  }

  /// The news that an execution is no more: it does not end anywhere, and was counted where it
  /// ended.
  private static ExecutionFacts gone(
      LocalDate day, ExecutionId id, AgentId agent, Instant started, @Nullable Instant ended) {
    return new ExecutionFacts(
        day,
        id,
        agent,
        null,
        started,
        null,
        ended,
        ended == null ? null : agent,
        0,
        null,
        "",
        "",
        "",
        "",
        "",
        null,
        null,
        null,
        null);
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
    at(
            "delete from action_log_records where day = :day and trace_id = :trace and span_id ="
                + " any(:spans)",
            day,
            trace)
        .param("spans", spans.toArray(Long[]::new))
        .update();
    at(
            "delete from agent_execution_logs where day = :day and trace_id = :trace and"
                + " execution_span = any(:runs)",
            day,
            trace)
        .param("runs", runs.toArray(Long[]::new))
        .update();
    for (String sql : BESIDE) {
      jdbc.sql(sql)
          .param("trace", trace.value())
          .param("runs", runs.toArray(Long[]::new))
          .param("spans", spans.toArray(Long[]::new))
          .update();
    }
    for (String table : BY_RUN) {
      at(
              "delete from "
                  + table
                  + " where day = :day and trace_id = :trace and span_id = any(:runs)",
              day,
              trace)
          .param("runs", runs.toArray(Long[]::new))
          .update();
    }
  }

  /// Removes everything of a trace.
  void removeTrace(LocalDate day, TraceId trace) {
    for (String table : BESIDE_BY_TRACE) {
      jdbc.sql("delete from " + table + " where trace_id = :trace")
          .param("trace", trace.value())
          .update();
    }
    for (String table : BY_TRACE) {
      at("delete from " + table + " where day = :day and trace_id = :trace", day, trace).update();
    }
  }

  private JdbcClient.StatementSpec at(String sql, LocalDate day, TraceId trace) {
    return jdbc.sql(sql).param("day", day).param("trace", trace.value());
  }
}
