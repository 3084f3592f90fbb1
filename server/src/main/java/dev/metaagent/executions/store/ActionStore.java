package dev.metaagent.executions.store;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.database.BulkInsert;
import dev.metaagent.executions.ColumnText;
import dev.metaagent.executions.EpochNanos;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of agent_execution_logs and their content as ingest writes them.
@Repository
public class ActionStore {

  private static final String PROVISIONAL =
      """
      select span_id, pack from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and pending and execution_span = 0
      """;

  private static final String FORGET_PROVISIONAL =
      """
      delete from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and pending and execution_span = 0
      """;

  private static final String MOVE =
      """
      update agent_execution_logs set execution_span = x.execution_span, pending = false
      from unnest(?::uuid[], ?::int8[], ?::int8[]) as x(trace_id, span_id, execution_span)
      where organization_id = ? and day = ? and agent_execution_logs.trace_id = x.trace_id
        and agent_execution_logs.span_id = x.span_id
      """;

  private static final String FORGET =
      """
      delete from agent_execution_logs where organization_id = ? and day = ? and trace_id = ?
      """;

  private static final String SPANS =
      """
      select span_id from agent_execution_logs where organization_id = ? and day = ? and trace_id = ?
      """;

  private static final String PACKS =
      """
      select pack, signal, body from action_contents
      where organization_id = ? and day = ? and trace_id = ? and (?::int4[] is null or pack = any(?))
      order by pack
      """;

  /// A stored pack: {@code signal} 1 spans, 2 log records.
  public record StoredPack(int number, int signal, byte[] body) {}

  /// The actions of the provisional execution, each with its pack.
  public Map<Long, Integer> provisional(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, PROVISIONAL, day)) {
      bindTrace(statement, organization, trace);
      Map<Long, Integer> packs = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          packs.put(rows.getLong(1), rows.getInt(2));
        }
      }
      return packs;
    }
  }

  public void forgetProvisional(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, FORGET_PROVISIONAL, day)) {
      bindTrace(statement, organization, trace);
      statement.executeUpdate();
    }
  }

  /// A stored pending action whose execution is known now.
  public record Move(TraceId trace, long span, long executionSpan) {}

  /// Sets the execution of pending actions of one day.
  public void move(
      Connection connection, OrganizationId organization, LocalDate day, List<Move> moves)
      throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, MOVE, day)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "uuid", moves.stream().map(move -> move.trace().value()).toArray()));
      statement.setArray(
          2, connection.createArrayOf("int8", moves.stream().map(Move::span).toArray()));
      statement.setArray(
          3, connection.createArrayOf("int8", moves.stream().map(Move::executionSpan).toArray()));
      statement.setObject(4, organization.value());
      statement.executeUpdate();
    }
  }

  public void forget(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, FORGET, day)) {
      bindTrace(statement, organization, trace);
      statement.executeUpdate();
    }
  }

  /// The ids of all stored actions of a trace.
  public Set<Long> spans(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, SPANS, day)) {
      bindTrace(statement, organization, trace);
      Set<Long> spans = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          spans.add(rows.getLong(1));
        }
      }
      return spans;
    }
  }

  /// The packs of a trace.
  ///
  /// @param numbers which ones, null for all
  public List<StoredPack> packs(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      @Nullable Set<Integer> numbers)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, PACKS, day)) {
      bindTrace(statement, organization, trace);
      Array wanted =
          numbers == null
              ? null
              : connection.createArrayOf("int4", numbers.toArray(new Integer[0]));
      statement.setArray(3, wanted);
      statement.setArray(4, wanted);
      List<StoredPack> packs = new java.util.ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          packs.add(new StoredPack(rows.getInt(1), rows.getInt(2), rows.getBytes(3)));
        }
      }
      return packs;
    }
  }

  private static void bindTrace(
      PreparedStatement statement, OrganizationId organization, TraceId trace) throws SQLException {
    statement.setObject(1, organization.value());
    statement.setObject(2, trace.value());
  }

  public void insert(Connection connection, OrganizationId organization, List<Action> actions)
      throws SQLException {
    new BulkInsert<>("agent_execution_logs", organization.value(), actions)
        .uuid("trace_id", action -> action.trace().value())
        .bigint("span_id", action -> action.mapped().spanId())
        .bigint("parent_span", action -> action.mapped().parentSpanId())
        .bigint("execution_span", Action::executionSpan)
        .time("started_at", action -> EpochNanos.instant(Math.max(0, action.mapped().startNanos())))
        .bigint("duration_nanos", action -> duration(action.mapped()))
        .bigint("cost_nano", action -> action.prepared().costNano())
        .bigint("call_key", action -> action.prepared().callHash())
        .bigint("call_scope", action -> CallScope.of(action.mapped()))
        .day("day", Action::day)
        .integer("input_tokens", action -> small(action.mapped().inputTokens()))
        .integer("output_tokens", action -> small(action.mapped().outputTokens()))
        .integer("cache_read_tokens", action -> small(action.mapped().cacheReadTokens()))
        .integer("cache_write_tokens", action -> small(action.mapped().cacheWriteTokens()))
        .integer("reasoning_tokens", action -> small(action.mapped().reasoningTokens()))
        .integer(
            "time_to_first_token_ms", action -> small(action.mapped().timeToFirstTokenMillis()))
        .integer("pack", Action::pack)
        .integer("kind", action -> (int) action.kind().code())
        .integer("status", action -> (int) action.mapped().status().code())
        .integer("mapping_version", action -> SpanMapping.MAPPING_VERSION)
        .bool("pending", Action::pending)
        .bool("streamed", action -> action.mapped().streamed())
        .bool("counted", Action::counted)
        .text("name", action -> ColumnText.to(action.mapped().name(), 300))
        .text("model", action -> ColumnText.to(action.mapped().model(), 200))
        .text("provider", action -> ColumnText.to(action.mapped().provider(), 100))
        .text("error_type", action -> ColumnText.to(action.mapped().errorType(), 200))
        .text("error_message", action -> ColumnText.to(action.mapped().errorMessage(), 500))
        .text("tool_call_id", action -> ColumnText.to(action.mapped().toolCallId(), 200))
        .insertNew(connection);
  }

  /// A pack with its place.
  public record NewPack(TraceId trace, LocalDate day, int number, IncomingTrace.Pack pack) {}

  public void insertPacks(Connection connection, OrganizationId organization, List<NewPack> packs)
      throws SQLException {
    new BulkInsert<>("action_contents", organization.value(), packs)
        .uuid("trace_id", pack -> pack.trace().value())
        .day("day", NewPack::day)
        .integer("pack", NewPack::number)
        .integer("signal", pack -> pack.pack().signal())
        .integer("raw_bytes", pack -> pack.pack().rawBytes())
        .bytes("body", pack -> pack.pack().body())
        .insertNew(connection);
  }

  /// A log record with its place.
  public record NewLogLine(TraceId trace, LocalDate day, int pack, IncomingTrace.LogLine line) {}

  public int insertLogs(Connection connection, OrganizationId organization, List<NewLogLine> lines)
      throws SQLException {
    return new BulkInsert<>("action_log_records", organization.value(), lines)
        .uuid("trace_id", line -> line.trace().value())
        .day("day", NewLogLine::day)
        .uuid("id", line -> line.line().id())
        .bigint("span_id", line -> line.line().spanId())
        .time("at", line -> line.line().at())
        .text("name", line -> ColumnText.to(line.line().name(), 200))
        .integer("pack", NewLogLine::pack)
        .insertNew(connection);
  }

  private static @Nullable Long duration(MappedSpan span) {
    return span.endNanos() > 0
        ? Long.valueOf(Math.max(0, span.endNanos() - span.startNanos()))
        : null;
  }

  private static @Nullable Integer small(@Nullable Long number) {
    return number == null ? null : Integer.valueOf(Math.clamp(number, 0, Integer.MAX_VALUE));
  }
}
