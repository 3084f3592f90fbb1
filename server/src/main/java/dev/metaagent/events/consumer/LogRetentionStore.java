package dev.metaagent.events.consumer;

import dev.metaagent.events.EventLog;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Deletes from the event log, and repairs it. Everything here runs inside a system transaction.
@Repository
class LogRetentionStore {

  /// Only what every consumer has read.
  private static final String TRIM =
      """
      delete from recorded_batches where (organization_id, id) in (
        select entry.organization_id, entry.id from recorded_batches entry
        where entry.recorded_at < :before and not exists (
          select from batch_cursors cursor
          where (entry.transaction_id, entry.id) > (cursor.transaction_id, cursor.id))
        limit :portion)
      """;

  private static final String DROP_UNREGISTERED =
      """
      delete from batch_cursors where consumer <> all(:registered) and advanced_at < :before
      returning consumer
      """;

  /// Moves cursors behind the entries that are too old.
  private static final String GIVE_UP =
      """
      update batch_cursors cursor
      set transaction_id = last.transaction_id, id = last.id, advanced_at = :now
      from (
        select transaction_id, id from recorded_batches
        where recorded_at < :before order by transaction_id desc, id desc limit 1) last
      where (last.transaction_id, last.id) > (cursor.transaction_id, cursor.id)
      returning cursor.consumer
      """;

  private static final String FOREIGN =
      """
      select exists (
        select from batch_cursors where transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))
        or exists (select from recorded_batches where transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))
      """;

  /// Places cursors before the first entry that they have not read, in the order of ids.
  private static final String RENUMBER_CURSORS =
      """
      update batch_cursors cursor set transaction_id = '1'::xid8, id = coalesce(
        (select min(entry.id) - 1 from recorded_batches entry
          where (entry.transaction_id, entry.id) > (cursor.transaction_id, cursor.id)),
        (select max(entry.id) from recorded_batches entry),
        0)
      """;

  private static final String RENUMBER_ENTRIES =
      """
      update recorded_batches set transaction_id = '1'::xid8
      """;

  private final JdbcClient jdbc;

  LogRetentionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  int trim(Instant before, int portion) {
    return jdbc.sql(TRIM).param("before", EventLog.utc(before)).param("portion", portion).update();
  }

  /// Returns the consumers whose cursors were dropped.
  List<String> dropUnregistered(Collection<String> registered, Instant before) {
    return jdbc.sql(DROP_UNREGISTERED)
        .param("registered", registered.toArray(String[]::new))
        .param("before", EventLog.utc(before))
        .query((row, number) -> row.getString("consumer"))
        .list();
  }

  /// Returns the consumers that lost entries.
  List<String> giveUp(Instant before, Instant now) {
    return jdbc.sql(GIVE_UP)
        .param("before", EventLog.utc(before))
        .param("now", EventLog.utc(now))
        .query((row, number) -> row.getString("consumer"))
        .list();
  }

  /// Whether there are transaction ids that this cluster has not assigned: the rows were restored
  /// from a dump of another one.
  boolean foreign() {
    return jdbc.sql(FOREIGN).query(Boolean.class).single();
  }

  /// Renumbers all entries to lie before those appended from now on, keeping the positions of
  /// cursors among them.
  void renumber() {
    jdbc.sql(RENUMBER_CURSORS).update();
    jdbc.sql(RENUMBER_ENTRIES).update();
  }
}
