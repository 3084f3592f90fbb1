package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  private static final String TRACED =
      """
      select 1 from agent_execution_logs where organization_id = ? and day = ? and trace_id = ? and span_id = ?
      """;

  /// The keys and the content of everything that came with the beginning of the run. Its actions go
  /// when the trace is assembled again.
  private static final List<String> FORGET =
      List.of(
          """
          delete from outcome_keys where organization_id = ? and day = ? and trace_id = ? and span_id in (
            select span_id from agent_execution_logs
            where organization_id = ? and day = ? and trace_id = ? and pack = (
              select pack from agent_execution_logs
              where organization_id = ? and day = ? and trace_id = ? and span_id = ?))
          """,
          """
          delete from action_contents where organization_id = ? and day = ? and trace_id = ? and pack = (
            select pack from agent_execution_logs
            where organization_id = ? and day = ? and trace_id = ? and span_id = ?)
          """);

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
              traced(connection, organization, day, trace, edition)
                  ? Edition.State.REPLACED
                  : Edition.State.STORED);
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

  /// Whether the run is known from telemetry: told as a whole, it takes the place of that.
  private static boolean traced(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      IncomingTrace trace,
      Edition edition)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(TRACED)) {
      find.setObject(1, organization.value());
      find.setObject(2, day);
      find.setObject(3, trace.id().value());
      find.setLong(4, edition.span());
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  /// Removes the content and the keys that came with the run that begins at a span.
  private static void forget(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace, long span)
      throws SQLException {
    for (String sql : FORGET) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int parameters = (int) sql.chars().filter(character -> character == '?').count();
        for (int at = 1; at + 2 <= parameters; at += 3) {
          statement.setObject(at, organization.value());
          statement.setObject(at + 1, day);
          statement.setObject(at + 2, trace.value());
        }
        statement.setLong(parameters, span);
        statement.executeUpdate();
      }
    }
  }

  private static long content(IncomingTrace trace) {
    return trace.packs().stream().mapToLong(pack -> Arrays.hashCode(pack.body())).sum();
  }
}
