package dev.metaagent.events;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of batch_cursors: the position of each consumer. Everything here runs inside a system
/// transaction.
@Repository
public class CursorStore {

  private static final String OPEN =
      """
      insert into batch_cursors (consumer, transaction_id, id, advanced_at) values (:consumer, '0'::xid8, 0, :now)
      on conflict (consumer) do nothing
      """;

  private static final String CLAIM =
      """
      select transaction_id::text::bigint as transaction_id, id from batch_cursors where consumer = :consumer
      for update skip locked
      """;

  private static final String EXISTS =
      """
      select count(*) from batch_cursors where consumer = :consumer
      """;

  /// The position is a parameter, so that the index is entered there: joined with its row, the
  /// whole log would be read. The order is that of the index, by the columns themselves: by the
  /// number that is selected under the same name, all entries after the position would be sorted.
  static final String NEXT =
      """
      select organization_id, transaction_id::text::bigint as transaction_id, id, recorded_at, type, version, payload
      from recorded_batches as entry
      where (entry.transaction_id, entry.id) > (:transaction::text::xid8, :id)
        and entry.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      order by entry.transaction_id, entry.id
      limit :limit
      """;

  private static final String ADVANCE =
      """
      update batch_cursors set transaction_id = :transaction::text::xid8, id = :id, advanced_at = :now
      where consumer = :consumer
      """;

  private final JdbcClient jdbc;

  CursorStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Claims a cursor until the transaction ends, and returns its position; nothing when another
  /// node holds it.
  public Optional<LogPosition> claim(String consumer, Instant now) {
    Optional<LogPosition> claimed = claimed(consumer);
    if (claimed.isPresent()
        || jdbc.sql(EXISTS).param("consumer", consumer).query(Integer.class).single() > 0) {
      return claimed;
    }
    jdbc.sql(OPEN).param("consumer", consumer).param("now", EventLog.utc(now)).update();
    return claimed(consumer);
  }

  private Optional<LogPosition> claimed(String consumer) {
    return jdbc.sql(CLAIM)
        .param("consumer", consumer)
        .query((row, number) -> new LogPosition(row.getLong("transaction_id"), row.getLong("id")))
        .optional();
  }

  /// The next entries after a position, oldest first, as far as no entry can appear before them.
  public List<LogEntry> next(LogPosition position, int limit) {
    return jdbc.sql(NEXT)
        .param("transaction", Long.toString(position.transaction()))
        .param("id", position.id())
        .param("limit", limit)
        .query((row, number) -> entry(row))
        .list();
  }

  public void advance(String consumer, LogPosition position, Instant now) {
    jdbc.sql(ADVANCE)
        .param("consumer", consumer)
        .param("transaction", Long.toString(position.transaction()))
        .param("id", position.id())
        .param("now", EventLog.utc(now))
        .update();
  }

  static LogEntry entry(ResultSet row) throws SQLException {
    return new LogEntry(
        EventLog.organization(row),
        new LogPosition(row.getLong("transaction_id"), row.getLong("id")),
        LogEntry.WHOLE,
        row.getTimestamp("recorded_at").toInstant(),
        row.getString("type"),
        row.getInt("version"),
        row.getString("payload"));
  }
}
