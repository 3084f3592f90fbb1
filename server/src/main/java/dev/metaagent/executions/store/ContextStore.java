package dev.metaagent.executions.store;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.database.BulkInsert;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.executions.assembly.DuplicateCalls;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Repository;

/// Reads the stored context of the new spans of many traces of one day: the rows that their
/// assembly needs, each kind with one statement. {@code offset 0} prevents the planner from
/// reversing the join: each row is looked up by its key, however small the planner estimates the
/// table.
@Repository
public class ContextStore {

  /// A span of a trace.
  public record SpanOf(TraceId trace, long span) {}

  private static final int LEVELS = DuplicateCalls.LEVELS;

  private static final String COLUMNS =
      "a.trace_id, a.span_id, a.parent_span, a.execution_span, a.pending, a.kind, a.started_at,"
          + " a.duration_nanos, a.call_scope";

  /// The new spans themselves if already stored, their parents and ancestors; and the pending
  /// actions below new spans, through wrappers.
  private static final String AROUND =
      """
      with recursive sent as (
        select * from unnest(?::uuid[], ?::int8[], ?::int8[]) as t(trace_id, span_id, parent_span)
      ), up as (
        select %1$s, 0 as level from (
          select trace_id, span_id from sent union select trace_id, parent_span from sent where parent_span <> 0
        ) as w
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = w.trace_id and l.span_id = w.span_id offset 0) as a
        union
        select %1$s, up.level + 1 from up
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = up.trace_id and l.span_id = up.parent_span offset 0) as a
        where up.level < %2$d
      ), below as (
        select %1$s, 0 as level from sent
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = sent.trace_id and l.pending
            and l.parent_span = sent.span_id offset 0) as a
        union
        select %1$s, below.level + 1 from below
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = below.trace_id and l.pending
            and l.parent_span = below.span_id offset 0) as a
        where below.level < %2$d and below.kind in (%3$d, %4$d)
      )
      select * from up union all select * from below
      """
          .formatted(COLUMNS, LEVELS - 1, ActionKind.CHAIN.code(), ActionKind.OTHER.code());

  private static final String PENDING_BELOW =
      """
      with recursive below as (
        select %1$s from unnest(?::uuid[], ?::int8[]) as placed(trace_id, span_id)
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = placed.trace_id and l.pending
            and l.parent_span = placed.span_id offset 0) as a
        union
        select %1$s from below
        cross join lateral (
          select * from agent_execution_logs as l
          where l.organization_id = ? and l.day = ? and l.trace_id = below.trace_id and l.pending
            and l.parent_span = below.span_id offset 0) as a
      )
      select * from below
      """
          .formatted(COLUMNS);

  private static final String CALLS_BELOW =
      """
      select %1$s from (
        select trace_id, parent_span, min(start) as start, max(stop) as stop, bool_or(in_turn) as in_turn
        from unnest(?::uuid[], ?::int8[], ?::int8[], ?::int8[], ?::bool[])
          as t(trace_id, parent_span, start, stop, in_turn)
        group by trace_id, parent_span
      ) as calls
      cross join lateral (
        select * from agent_execution_logs as l
        where l.organization_id = ? and l.day = ? and l.trace_id = calls.trace_id
          and l.kind = 1 and l.parent_span = calls.parent_span offset 0) as a
      where calls.in_turn or a.call_scope = %2$d or a.started_at <= to_timestamp(calls.stop / 1e6 + 1)
        and a.started_at + a.duration_nanos / 1e9 * interval '1 second' >= to_timestamp(calls.start / 1e6 - 1)
      """
          .formatted(COLUMNS, CallScope.SEVERAL);

  private static final String SHARED =
      """
      select distinct a.trace_id from unnest(?::uuid[], ?::int8[]) as sent(trace_id, call_key)
      cross join lateral (
        select * from agent_execution_logs as l
        where l.organization_id = ? and l.day = ? and l.trace_id = sent.trace_id
          and l.call_key = sent.call_key offset 0) as a
      """;

  private static final String HOLDERS =
      """
      select distinct a.trace_id, a.execution_span from unnest(?::uuid[], ?::int8[]) as sent(trace_id, span_id)
      cross join lateral (
        select * from agent_execution_logs as l
        where l.organization_id = ? and l.day = ? and l.trace_id = sent.trace_id and l.span_id = sent.span_id offset 0) as a
      """;

  /// The executions of some stored spans, by their trace.
  public Map<TraceId, Set<Long>> holders(
      Connection connection, OrganizationId organization, LocalDate day, List<SpanOf> spans)
      throws SQLException {
    Map<TraceId, Set<Long>> holders = new HashMap<>();
    if (spans.isEmpty()) {
      return holders;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, HOLDERS, day)) {
      statement.setArray(1, uuids(connection, spans, SpanOf::trace));
      statement.setArray(2, longs(connection, spans, SpanOf::span));
      bindOrganization(statement, 3, 1, organization);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          holders
              .computeIfAbsent(new TraceId(rows.getObject(1, UUID.class)), _ -> new HashSet<>())
              .add(rows.getLong(2));
        }
      }
    }
    return holders;
  }

  /// The stored actions directly above and below the spans of some traces.
  public StoredContext around(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      Collection<IncomingTrace> traces)
      throws SQLException {
    List<SpanOfTrace> spans = SpanOfTrace.all(traces);
    if (spans.isEmpty()) {
      return new StoredContext();
    }
    try (PreparedStatement statement = OfDay.prepare(connection, AROUND, day)) {
      statement.setArray(1, uuids(connection, spans, SpanOfTrace::trace));
      statement.setArray(2, longs(connection, spans, of -> of.span().spanId()));
      statement.setArray(3, longs(connection, spans, of -> of.span().parentSpanId()));
      bindOrganization(statement, 4, 4, organization);
      return read(statement);
    }
  }

  /// All stored pending actions below spans whose place is known: they can be placed now.
  public StoredContext pendingBelow(
      Connection connection, OrganizationId organization, LocalDate day, List<SpanOf> placed)
      throws SQLException {
    if (placed.isEmpty()) {
      return new StoredContext();
    }
    try (PreparedStatement statement = OfDay.prepare(connection, PENDING_BELOW, day)) {
      statement.setArray(1, uuids(connection, placed, SpanOf::trace));
      statement.setArray(2, longs(connection, placed, SpanOf::span));
      bindOrganization(statement, 3, 2, organization);
      return read(statement);
    }
  }

  /// Stored model calls under the same parent as new ones that overlap with them, or may report
  /// their tokens in turn.
  public StoredContext callsBeside(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      Collection<IncomingTrace> traces)
      throws SQLException {
    List<SpanOfTrace> calls =
        SpanOfTrace.all(traces).stream().filter(of -> of.span().kind() == ActionKind.LLM).toList();
    if (calls.isEmpty()) {
      return new StoredContext();
    }
    try (PreparedStatement statement = OfDay.prepare(connection, CALLS_BELOW, day)) {
      statement.setArray(1, uuids(connection, calls, SpanOfTrace::trace));
      statement.setArray(2, longs(connection, calls, of -> of.span().parentSpanId()));
      statement.setArray(3, longs(connection, calls, of -> of.span().startNanos() / 1_000));
      statement.setArray(4, longs(connection, calls, of -> of.span().endNanos() / 1_000));
      statement.setArray(
          5,
          connection.createArrayOf(
              "bool", calls.stream().map(of -> of.span().tally().repeatsInTurn()).toArray()));
      bindOrganization(statement, 6, 1, organization);
      return read(statement);
    }
  }

  /// The traces with a stored call that a new span reports too.
  public Set<TraceId> sharingACall(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      Collection<IncomingTrace> traces)
      throws SQLException {
    List<SpanOf> calls =
        traces.stream()
            .flatMap(trace ->
                trace.spans().stream()
                    .map(IncomingTrace.Span::span)
                    .filter(span -> span.callHash() != null)
                    .map(span ->
                        new SpanOf(trace.id(), java.util.Objects.requireNonNull(span.callHash()))))
            .toList();
    if (calls.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = OfDay.prepare(connection, SHARED, day)) {
      statement.setArray(1, uuids(connection, calls, SpanOf::trace));
      statement.setArray(2, longs(connection, calls, SpanOf::span));
      bindOrganization(statement, 3, 1, organization);
      Set<TraceId> sharing = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sharing.add(new TraceId(rows.getObject(1, UUID.class)));
        }
      }
      return sharing;
    }
  }

  private static StoredContext read(PreparedStatement statement) throws SQLException {
    StoredContext context = new StoredContext();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        long start =
            java.util.Objects.requireNonNull(BulkInsert.micros(rows.getTimestamp(7).toInstant()));
        context.add(
            new TraceId(rows.getObject(1, UUID.class)),
            new StoredAction(
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getBoolean(5),
                ActionKind.ofCode(rows.getInt(6)),
                start,
                start + rows.getLong(8) / 1_000,
                rows.getLong(9)));
      }
    }
    return context;
  }

  /// The organization, as often as the statement asks for it.
  private static void bindOrganization(
      PreparedStatement statement, int from, int times, OrganizationId organization)
      throws SQLException {
    for (int i = 0; i < times; i++) {
      statement.setObject(from + i, organization.value());
    }
  }

  private static <T> java.sql.Array uuids(
      Connection connection, List<T> rows, Function<T, TraceId> trace) throws SQLException {
    return connection.createArrayOf(
        "uuid", rows.stream().map(row -> trace.apply(row).value()).toArray());
  }

  private static <T> java.sql.Array longs(
      Connection connection, List<T> rows, Function<T, Long> number) throws SQLException {
    return connection.createArrayOf("int8", rows.stream().map(number).toArray());
  }
}
