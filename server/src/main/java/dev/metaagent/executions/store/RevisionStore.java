package dev.metaagent.observe;

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

/// Rows of execution_editions, and what goes when a run is replaced.
@Repository
class EditionStore {

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

  /// Everything that came with the beginning of the run: keys, content, actions.
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

  /// Takes down the edition of a trace under its lock and tells it what becomes of it. Where it is
  /// newer than the stored one, that one's content is gone when this returns.
  ///
  /// @return whether it is to be stored
  boolean keep(
      Connection connection, OrganizationId organization, LocalDate day, IncomingTrace trace)
      throws SQLException {
    Edition edition = Objects.requireNonNull(trace.edition());
    long content = content(trace);
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setObject(1, organization.value());
      find.setObject(2, trace.id().value());
      find.setLong(3, edition.span());
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          edition.became(
              pack(connection, organization, day, trace.id(), edition.span()) == null
                  ? Edition.State.STORED
                  : Edition.State.REPLACED);
        } else if (edition.newerThan(row.getLong(1), row.getLong(2))) {
          edition.became(Edition.State.REPLACED);
        } else {
          edition.became(
              row.getLong(3) == content ? Edition.State.UNCHANGED : Edition.State.OUTDATED);
          return false;
        }
      }
    }
    try (PreparedStatement write = connection.prepareStatement(WRITE)) {
      write.setObject(1, organization.value());
      write.setObject(2, trace.id().value());
      write.setLong(3, edition.span());
      write.setLong(4, edition.revision());
      write.setLong(5, edition.endedNanos());
      write.setLong(6, content);
      write.setObject(7, day);
      write.executeUpdate();
    }
    if (edition.replaces()) {
      forget(connection, organization, day, trace.id(), edition.span());
    }
    return true;
  }

  /// The pack that the beginning of a run came with, null where it has not come. A run that only
  /// telemetry has told so far is replaced too when it is told as a whole.
  private static @Nullable Integer pack(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(PACK)) {
      bind(find, organization, day, trace);
      find.setLong(4, span);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  /// Removes what came with the run that begins at a span. Its execution goes when the trace is
  /// assembled again.
  private static void forget(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    Integer pack = pack(connection, organization, day, trace, span);
    if (pack == null) {
      return;
    }
    for (String sql : FORGET) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, organization, day, trace);
        statement.setInt(4, pack);
        statement.executeUpdate();
      }
    }
  }

  /// Executions of a trace whose beginning is gone.
  List<Long> unbegun(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNBEGUN)) {
      bind(statement, organization, day, trace);
      List<Long> spans = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          spans.add(rows.getLong(1));
        }
      }
      return spans;
    }
  }

  private static void bind(
      PreparedStatement statement, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    statement.setObject(1, organization.value());
    statement.setObject(2, day);
    statement.setObject(3, trace.value());
  }

  private static long content(IncomingTrace trace) {
    return trace.packs().stream().mapToLong(pack -> Arrays.hashCode(pack.body())).sum();
  }
}
