package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The event log (a transactional outbox): what was committed, in order. Only entries below the
/// oldest running transaction are visible, so that none can appear behind a cursor later; order,
/// resuming and crash safety are the same on one node and on many.
@Component
public class EventLog {

  private static final String APPEND =
      """
      insert into recorded_batches (organization_id, recorded_at, type, version, payload)
      values (:organization, :at, :type, :version, :payload)
      """;

  private static final String AFTER =
      """
      select organization_id, transaction_id::text::bigint as transaction_id, id, recorded_at, type, version, payload
      from recorded_batches as entry
      where (entry.transaction_id, entry.id) > (:transaction::text::xid8, :id)
        and entry.transaction_id < :below::text::xid8
        and (:everybody or entry.organization_id = :organization)
      order by entry.transaction_id, entry.id
      limit :limit
      """;

  private static final String SINCE =
      """
      select organization_id, transaction_id::text::bigint as transaction_id, id, recorded_at, type, version, payload
      from recorded_batches
      where organization_id = :organization and recorded_at >= :since
      order by recorded_at, id limit :limit
      """;

  private static final String SETTLED =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      """;

  private final JdbcClient jdbc;
  private final CursorStore cursors;
  private final LogListeners listeners;
  private final Clock clock;

  EventLog(DataSource dataSource, CursorStore cursors, LogListeners listeners, Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.cursors = cursors;
    this.listeners = listeners;
    this.clock = clock;
  }

  /// Appends events in the transaction in progress. Listeners are woken after its commit; nothing
  /// they do can fail or delay it.
  ///
  /// @param payload a JSON array with one element for each event
  public void append(OrganizationId organization, String type, int version, String payload) {
    jdbc.sql(APPEND)
        .param("organization", organization.value())
        .param("at", utc(clock.instant()))
        .param("type", type)
        .param("version", version)
        .param("payload", payload)
        .update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status == STATUS_COMMITTED) {
              listeners.wake(organization);
            }
          }
        });
  }

  /// Registers a listener that is called soon after each commit of entries by this process. A hint
  /// only: it may come late, twice or for several commits together.
  public void listen(LogListener listener) {
    listeners.add(listener);
  }

  public void stopListening(LogListener listener) {
    listeners.remove(listener);
  }

  /// The transaction id below which no entry can appear any more.
  public long settled() {
    return jdbc.sql(SETTLED).query(Long.class).single();
  }

  /// The next entries after a position whose transactions are below one that was {@link #settled},
  /// oldest first, for readers without a stored cursor. Runs inside the transaction of the caller.
  ///
  /// @param organization null: entries of all organizations
  public List<LogEntry> after(
      LogPosition position, long below, @Nullable OrganizationId organization, int limit) {
    return jdbc.sql(AFTER)
        .param("transaction", Long.toString(position.transaction()))
        .param("id", position.id())
        .param("below", Long.toString(below))
        .param("everybody", organization == null)
        .param("organization", organization == null ? new UUID(0, 0) : organization.value())
        .param("limit", limit)
        .query((row, number) -> CursorStore.entry(row))
        .list();
  }

  /// The first entries of an organization since a time, in the transaction of the caller. Not for
  /// following the log: entries can still appear before these.
  public List<LogEntry> since(OrganizationId organization, Instant time, int limit) {
    return jdbc.sql(SINCE)
        .param("organization", organization.value())
        .param("since", utc(time))
        .param("limit", limit)
        .query((row, number) -> CursorStore.entry(row))
        .list();
  }

  /// Claims a consumer's cursor until the system transaction in progress ends, for work that runs
  /// on one node at a time; false when another node holds it.
  public boolean claim(String consumer) {
    return cursors.claim(consumer, clock.instant()).isPresent();
  }

  public static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  public static OrganizationId organization(ResultSet row) throws SQLException {
    return new OrganizationId(row.getObject("organization_id", UUID.class));
  }
}
