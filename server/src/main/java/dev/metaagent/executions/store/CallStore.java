package dev.metaagent.executions.store;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/// Reports of model calls in any trace of a day, by the hash of the provider's id of the call.
@Repository
public class CallStore {

  /// A report of a call.
  ///
  /// @param scope hash of the instrumentation scope
  /// @param alone whether it is the only step of a run that it began
  public record Report(long call, TraceId trace, long span, long scope, boolean alone) {}

  /// Few reports of one call are looked at: a sender who gives one id to all calls has no repeats.
  private static final String REPORTS =
      """
      select sent.call_key, a.trace_id, a.span_id, a.call_scope, coalesce(e.step_count = 1, false)
      from unnest(?::int8[]) as sent(call_key)
      cross join lateral (
        select * from agent_execution_logs as l
        where l.organization_id = ? and l.day = ? and l.call_key = sent.call_key and l.kind = %d
          and (l.execution_span <> 0 or l.pending) limit 8) as a
      left join lateral (
        select * from executions as x
        where x.organization_id = ? and x.day = ? and x.trace_id = a.trace_id and x.span_id = a.span_id
          and a.execution_span = a.span_id and a.parent_span = 0 offset 0) as e on true
      """
          .formatted(ActionKind.LLM.code());

  private static final String LOCK =
      """
      select trace_id from traces where organization_id = ? and trace_id = any(?) order by trace_id for update
      """;

  private static final String WITHDRAW =
      """
      update agent_execution_logs as l
      set execution_span = 0, counted = false,
        kind = case when l.span_id = x.span_id then %d else l.kind end,
        cost_nano = case when l.span_id = x.span_id then null else l.cost_nano end,
        call_scope = case when l.span_id = x.span_id then null else l.call_scope end
      from unnest(?::uuid[], ?::int8[]) as x(trace_id, span_id)
      where l.organization_id = ? and l.day = ? and l.trace_id = x.trace_id and l.execution_span = x.span_id
      """
          .formatted(ActionKind.OTHER.code());

  private static final String TAKEN_BACK =
      """
      select exists (
        select * from agent_execution_logs as l
        where l.organization_id = ? and l.day = ? and l.trace_id = ? and l.span_id = ?
          and l.execution_span = 0 and not l.pending and l.kind = %d)
      """
          .formatted(ActionKind.OTHER.code());

  /// Whether a call is stored as one that another trace reports.
  public boolean isTakenBack(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, TAKEN_BACK, day)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, trace.value());
      statement.setLong(3, span);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /// The stored reports of some calls.
  public List<Report> reports(
      Connection connection, OrganizationId organization, LocalDate day, Collection<Long> calls)
      throws SQLException {
    List<Report> reports = new ArrayList<>();
    if (calls.isEmpty()) {
      return reports;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, REPORTS, day)) {
      statement.setArray(1, connection.createArrayOf("int8", calls.toArray()));
      statement.setObject(2, organization.value());
      statement.setObject(3, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long scope = row.getLong(4);
          reports.add(
              new Report(
                  row.getLong(1),
                  new TraceId(row.getObject(2, UUID.class)),
                  row.getLong(3),
                  row.wasNull() ? CallScope.SEVERAL : scope,
                  row.getBoolean(5)));
        }
      }
    }
    return reports;
  }

  /// Takes calls out of the runs that they began, under the lock of their traces; returns the spans
  /// by their trace.
  public Map<TraceId, List<Long>> withdraw(
      Connection connection, OrganizationId organization, LocalDate day, List<Report> calls)
      throws SQLException {
    Map<TraceId, List<Long>> spans = new HashMap<>();
    if (calls.isEmpty()) {
      return spans;
    }
    Object[] traces = calls.stream().map(call -> call.trace().value()).toArray();
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, organization.value());
      lock.setArray(2, connection.createArrayOf("uuid", traces));
      lock.execute();
    }
    try (PreparedStatement statement = OfDay.prepare(connection, WITHDRAW, day)) {
      statement.setArray(1, connection.createArrayOf("uuid", traces));
      statement.setArray(
          2, connection.createArrayOf("int8", calls.stream().map(Report::span).toArray()));
      statement.setObject(3, organization.value());
      statement.executeUpdate();
    }
    calls.forEach(
        call -> spans.computeIfAbsent(call.trace(), _ -> new ArrayList<>()).add(call.span()));
    return spans;
  }
}
