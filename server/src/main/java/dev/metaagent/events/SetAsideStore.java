package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of log_entries_set_aside: events that a consumer failed to handle.
@Repository
public class SetAsideStore {

  private static final String KEEP =
      """
      insert into log_entries_set_aside as known (organization_id, consumer, transaction_id, entry_id, part, recorded_at,
        type, version, payload, reason, tries, first_failed_at, last_failed_at, next_try_at)
      values (:organization, :consumer, :transaction, :entry, :part, :recorded, :type, :version, :payload, :reason,
        :tries, :now, :now, :next)
      on conflict (organization_id, consumer, entry_id, part) do update set reason = excluded.reason,
        tries = excluded.tries, last_failed_at = excluded.last_failed_at, next_try_at = excluded.next_try_at
      """;

  private static final String DUE =
      """
      select organization_id, transaction_id, entry_id as id, part, recorded_at, type, version, payload, tries
      from log_entries_set_aside
      where consumer = :consumer and next_try_at <= :now
      order by next_try_at limit :limit
      """;

  private static final String REMOVE =
      """
      delete from log_entries_set_aside
      where organization_id = :organization and consumer = :consumer and entry_id = :entry and part = :part
      """;

  private static final String LIST =
      """
      select transaction_id, entry_id, part, recorded_at, type, reason, tries, first_failed_at, last_failed_at, next_try_at
      from log_entries_set_aside
      where organization_id = :organization and consumer = :consumer
      order by last_failed_at desc, entry_id, part limit :limit
      """;

  private static final String RETRY =
      """
      update log_entries_set_aside set tries = 0, next_try_at = :now
      where organization_id = :organization and consumer = :consumer
      """;

  private static final String ERASE =
      """
      delete from log_entries_set_aside where organization_id = :organization and position(:trace in payload) > 0
      """;

  private static final String EXPIRE =
      """
      delete from log_entries_set_aside where first_failed_at < :before
      """;

  /// An event that is due for a retry, and the number of tries so far.
  public record Due(LogEntry entry, int tries) {}

  private final JdbcClient jdbc;

  SetAsideStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Stores an event that failed.
  ///
  /// @param next when it is tried again, null: only on demand
  public void keep(
      String consumer,
      LogEntry entry,
      String reason,
      int tries,
      Instant now,
      @Nullable Instant next) {
    jdbc.sql(KEEP)
        .param("organization", entry.organization().value())
        .param("consumer", consumer)
        .param("transaction", entry.position().transaction())
        .param("entry", entry.position().id())
        .param("part", entry.part())
        .param("recorded", EventLog.utc(entry.recordedAt()))
        .param("type", entry.type())
        .param("version", entry.version())
        .param("payload", entry.payload())
        .param("reason", reason)
        .param("tries", tries)
        .param("now", EventLog.utc(now))
        .param(
            "next",
            next == null ? null : EventLog.utc(next),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /// Events of a consumer that are due, the longest due first.
  public List<Due> due(String consumer, Instant now, int limit) {
    return jdbc.sql(DUE)
        .param("consumer", consumer)
        .param("now", EventLog.utc(now))
        .param("limit", limit)
        .query((row, number) -> new Due(entry(row), row.getInt("tries")))
        .list();
  }

  private static LogEntry entry(ResultSet row) throws SQLException {
    OrganizationId organization = EventLog.organization(row);
    return new LogEntry(
        organization,
        new LogPosition(row.getLong("transaction_id"), row.getLong("id")),
        row.getInt("part"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getString("type"),
        row.getInt("version"),
        row.getString("payload"));
  }

  List<SetAsideEvent> list(OrganizationId organization, String consumer, int limit) {
    return jdbc.sql(LIST)
        .param("organization", organization.value())
        .param("consumer", consumer)
        .param("limit", limit)
        .query((row, number) -> event(row))
        .list();
  }

  private static SetAsideEvent event(ResultSet row) throws SQLException {
    LogPosition position = new LogPosition(row.getLong("transaction_id"), row.getLong("entry_id"));
    Timestamp next = row.getTimestamp("next_try_at");
    return new SetAsideEvent(
        position + ":" + row.getInt("part"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getString("type"),
        row.getString("reason"),
        row.getInt("tries"),
        row.getTimestamp("first_failed_at").toInstant(),
        row.getTimestamp("last_failed_at").toInstant(),
        next == null ? null : next.toInstant());
  }

  /// Makes all events of an organization due; returns their number.
  int retry(OrganizationId organization, String consumer, Instant now) {
    return jdbc.sql(RETRY)
        .param("organization", organization.value())
        .param("consumer", consumer)
        .param("now", EventLog.utc(now))
        .update();
  }

  void erase(OrganizationId organization, String trace) {
    jdbc.sql(ERASE).param("organization", organization.value()).param("trace", trace).update();
  }

  public int expire(Instant before) {
    return jdbc.sql(EXPIRE).param("before", EventLog.utc(before)).update();
  }

  public void remove(String consumer, LogEntry entry) {
    jdbc.sql(REMOVE)
        .param("organization", entry.organization().value())
        .param("consumer", consumer)
        .param("entry", entry.position().id())
        .param("part", entry.part())
        .update();
  }
}
