package dev.metaagent.executions.store;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of execution_editions (revisions), and the rows that are deleted when a run is replaced.
@Repository
public class RevisionStore {

  private static final String FIND =
      """
      select revision, ended_nanos, content from execution_editions
      where organization_id = ? and trace_id = ? and span_id = ?
      """;

  private static final String WRITE =
      """
      insert into execution_editions (organization_id, trace_id, span_id, revision, ended_nanos, content, day)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (organization_id, trace_id, span_id) do update
      set revision = excluded.revision, ended_nanos = excluded.ended_nanos, content = excluded.content
      """;

  private static final String PACK =
      """
      select pack from agent_execution_logs where organization_id = ? and day = ? and trace_id = ? and span_id = ?
      """;

  private static final String UNBEGUN =
      """
      select span_id from executions as run
      where organization_id = ? and day = ? and trace_id = ? and span_id <> 0 and not exists (
        select from agent_execution_logs as action
        where action.organization_id = run.organization_id and action.day = run.day
          and action.trace_id = run.trace_id and action.span_id = run.span_id)
      """;

  /// Everything that arrived with the beginning of the run: keys, content, actions.
  private static final List<String> FORGET =
      List.of(
          """
          delete from outcome_keys where organization_id = ? and day = ? and trace_id = ? and span_id in (
            select action.span_id from agent_execution_logs as action
            where action.organization_id = outcome_keys.organization_id and action.day = outcome_keys.day
              and action.trace_id = outcome_keys.trace_id and action.pack = ?)
          """,
          "delete from action_contents where organization_id = ? and day = ? and trace_id = ? and"
              + " pack = ?",
          "delete from agent_execution_logs where organization_id = ? and day = ? and trace_id = ?"
              + " and pack = ?");

  /// Stores the revision of a trace under its lock. If it is newer than the stored one, the content
  /// of that one is deleted.
  ///
  /// @return the result for the revision
  public Revision.State keep(
      Connection connection, OrganizationId organization, LocalDate day, IncomingTrace trace)
      throws SQLException {
    Revision revision = Objects.requireNonNull(trace.revision());
    long content = content(trace);
    Revision.State state;
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setObject(1, organization.value());
      find.setObject(2, trace.id().value());
      find.setLong(3, revision.span());
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          state =
              pack(connection, organization, day, trace.id(), revision.span()) == null
                  ? Revision.State.STORED
                  : Revision.State.REPLACED;
        } else if (revision.newerThan(row.getLong(1), row.getLong(2))) {
          state = Revision.State.REPLACED;
        } else {
          return row.getLong(3) == content ? Revision.State.UNCHANGED : Revision.State.OUTDATED;
        }
      }
    }
    try (PreparedStatement write = connection.prepareStatement(WRITE)) {
      write.setObject(1, organization.value());
      write.setObject(2, trace.id().value());
      write.setLong(3, revision.span());
      write.setLong(4, revision.number());
      write.setLong(5, revision.endedNanos());
      write.setLong(6, content);
      write.setObject(7, day);
      write.executeUpdate();
    }
    if (state == Revision.State.REPLACED) {
      forget(connection, organization, day, trace.id(), revision.span());
    }
    return state;
  }

  /// The pack that contains the beginning of a run, null if that has not arrived. A run known from
  /// telemetry only is replaced too when it is submitted as a whole.
  private static @Nullable Integer pack(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    try (PreparedStatement find = OfDay.prepare(connection, PACK, day)) {
      bind(find, organization, trace);
      find.setLong(3, span);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  /// Deletes what arrived with the run that begins at a span. Its execution is deleted when the
  /// trace is assembled again.
  private static void forget(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    Integer pack = pack(connection, organization, day, trace, span);
    if (pack == null) {
      return;
    }
    for (String sql : FORGET) {
      try (PreparedStatement statement = OfDay.prepare(connection, sql, day)) {
        bind(statement, organization, trace);
        statement.setInt(3, pack);
        statement.executeUpdate();
      }
    }
  }

  /// Executions of a trace whose beginning was deleted.
  public List<Long> unbegun(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = OfDay.prepare(connection, UNBEGUN, day)) {
      bind(statement, organization, trace);
      List<Long> spans = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          spans.add(rows.getLong(1));
        }
      }
      return spans;
    }
  }

  private static void bind(PreparedStatement statement, OrganizationId organization, TraceId trace)
      throws SQLException {
    statement.setObject(1, organization.value());
    statement.setObject(2, trace.value());
  }

  private static long content(IncomingTrace trace) {
    return trace.packs().stream().mapToLong(pack -> Arrays.hashCode(pack.body())).sum();
  }
}
