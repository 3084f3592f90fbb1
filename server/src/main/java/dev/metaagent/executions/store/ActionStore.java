package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.observe.mapping.MappedSpan;
import dev.metaagent.observe.mapping.SpanMapping;
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

/// Rows of agent_execution_logs and their content as intake writes them.
@Repository
class ActionStore {

  private static final String FIND =
      """
      select span_id, parent_span, execution_span, pending, kind, started_at, duration_nanos from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and span_id = any(?)
      """;

  private static final String PENDING_BELOW =
      """
      select span_id, parent_span, execution_span, pending, kind, started_at, duration_nanos from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and pending and parent_span = any(?)
      """;

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

  private static final String MODEL_CALLS_BELOW =
      """
      select span_id, parent_span, execution_span, pending, kind, started_at, duration_nanos from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and kind = 1 and parent_span = any(?)
      """;

  private static final String SHARES_CALL =
      """
      select 1 from agent_execution_logs
      where organization_id = ? and day = ? and trace_id = ? and call_key = any(?) and counted
      limit 1
      """;

  private static final String MOVE =
      """
      update agent_execution_logs set execution_span = x.execution_span, pending = false
      from unnest(?::int8[], ?::int8[]) as x(span_id, execution_span)
      where organization_id = ? and day = ? and trace_id = ?
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
  record StoredPack(int number, int signal, byte[] body) {}

  Map<Long, StoredAction> find(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Set<Long> spans)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.setArray(4, connection.createArrayOf("int8", spans.toArray(new Long[0])));
      return stored(statement);
    }
  }

  /// Stored model calls directly below the given actions.
  Map<Long, StoredAction> modelCallsBelow(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Set<Long> parents)
      throws SQLException {
    if (parents.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(MODEL_CALLS_BELOW)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.setArray(4, connection.createArrayOf("int8", parents.toArray(new Long[0])));
      return stored(statement);
    }
  }

  /// Stored pending actions directly below the given ones.
  Map<Long, StoredAction> pendingBelow(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Set<Long> parents)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PENDING_BELOW)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.setArray(4, connection.createArrayOf("int8", parents.toArray(new Long[0])));
      return stored(statement);
    }
  }

  /// The actions of the provisional execution, each with its pack.
  Map<Long, Integer> provisional(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PROVISIONAL)) {
      bindTrace(statement, 1, organization, day, trace);
      Map<Long, Integer> packs = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          packs.put(rows.getLong(1), rows.getInt(2));
        }
      }
      return packs;
    }
  }

  void forgetProvisional(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET_PROVISIONAL)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.executeUpdate();
    }
  }

  boolean sharesCall(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Set<Long> calls)
      throws SQLException {
    if (calls.isEmpty()) {
      return false;
    }
    try (PreparedStatement statement = connection.prepareStatement(SHARES_CALL)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.setArray(4, connection.createArrayOf("int8", calls.toArray(new Long[0])));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  void move(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Map<Long, Assembly.Place> moves)
      throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    List<Long> spans = List.copyOf(moves.keySet());
    Long[] targets =
        spans.stream()
            .map(span -> java.util.Objects.requireNonNull(moves.get(span)).executionSpan())
            .toArray(Long[]::new);
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setArray(1, connection.createArrayOf("int8", spans.toArray(new Long[0])));
      statement.setArray(2, connection.createArrayOf("int8", targets));
      bindTrace(statement, 3, organization, day, trace);
      statement.executeUpdate();
    }
  }

  void forget(Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      bindTrace(statement, 1, organization, day, trace);
      statement.executeUpdate();
    }
  }

  /// The ids of all stored actions of a trace.
  Set<Long> spans(Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SPANS)) {
      bindTrace(statement, 1, organization, day, trace);
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
  List<StoredPack> packs(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      @Nullable Set<Integer> numbers)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PACKS)) {
      bindTrace(statement, 1, organization, day, trace);
      Array wanted =
          numbers == null
              ? null
              : connection.createArrayOf("int4", numbers.toArray(new Integer[0]));
      statement.setArray(4, wanted);
      statement.setArray(5, wanted);
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
      PreparedStatement statement,
      int from,
      OrganizationId organization,
      LocalDate day,
      TraceId trace)
      throws SQLException {
    statement.setObject(from, organization.value());
    statement.setObject(from + 1, day);
    statement.setObject(from + 2, trace.value());
  }

  private static Map<Long, StoredAction> stored(PreparedStatement statement) throws SQLException {
    Map<Long, StoredAction> stored = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        long start =
            java.util.Objects.requireNonNull(BulkInsert.micros(rows.getTimestamp(6).toInstant()));
        StoredAction action =
            new StoredAction(
                rows.getLong(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getBoolean(4),
                ActionKind.ofCode(rows.getInt(5)),
                start,
                start + rows.getLong(7) / 1_000);
        stored.put(action.span(), action);
      }
    }
    return stored;
  }

  void insert(Connection connection, OrganizationId organization, List<Action> actions)
      throws SQLException {
    new BulkInsert<>("agent_execution_logs", organization.value(), actions)
        .uuid("trace_id", action -> action.trace().value())
        .bigint("span_id", action -> action.mapped().spanId())
        .bigint("parent_span", action -> action.mapped().parentSpanId())
        .bigint("execution_span", Action::executionSpan)
        .time(
            "started_at",
            action -> ExecutionState.instant(Math.max(0, action.mapped().startNanos())))
        .bigint("duration_nanos", action -> duration(action.mapped()))
        .bigint("cost_nano", action -> action.prepared().costNano())
        .bigint("call_key", action -> action.prepared().callHash())
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
        .text("name", action -> Cut.to(action.mapped().name(), 300))
        .text("model", action -> Cut.to(action.mapped().model(), 200))
        .text("provider", action -> Cut.to(action.mapped().provider(), 100))
        .text("error_type", action -> Cut.to(action.mapped().errorType(), 200))
        .text("error_message", action -> Cut.to(action.mapped().errorMessage(), 500))
        .text("tool_call_id", action -> Cut.to(action.mapped().toolCallId(), 200))
        .insertNew(connection);
  }

  /// A pack with its place.
  record NewPack(TraceId trace, LocalDate day, int number, IncomingTrace.Pack pack) {}

  void insertPacks(Connection connection, OrganizationId organization, List<NewPack> packs)
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
  record NewLogLine(TraceId trace, LocalDate day, int pack, IncomingTrace.LogLine line) {}

  int insertLogs(Connection connection, OrganizationId organization, List<NewLogLine> lines)
      throws SQLException {
    return new BulkInsert<>("action_log_records", organization.value(), lines)
        .uuid("trace_id", line -> line.trace().value())
        .day("day", NewLogLine::day)
        .uuid("id", line -> line.line().id())
        .bigint("span_id", line -> line.line().spanId())
        .time("at", line -> line.line().at())
        .text("name", line -> Cut.to(line.line().name(), 200))
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
