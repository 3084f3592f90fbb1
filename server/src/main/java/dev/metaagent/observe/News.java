package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What was committed, in order, for consumers that keep a cursor. Only batches below the oldest
/// running transaction are shown, so that nothing can appear behind a cursor later; order, resume
/// and crash safety are the same on one node and on many.
///
/// Reading and advancing happen inside the system transaction of the consumer, together with its
/// effects.
@Component
public class News {

  private static final TypeReference<List<ExecutionFacts>> FACTS = new TypeReference<>() {};

  private static final String OPEN_CURSOR =
      """
      insert into batch_cursors (consumer, transaction_id, id) values (:consumer, '0'::xid8, 0)
      on conflict (consumer) do nothing
      """;

  private static final String LOCK_CURSOR =
      """
      select 1 from batch_cursors where consumer = :consumer for update
      """;

  private static final String READ =
      """
      select batch.organization_id, batch.transaction_id::text::bigint as transaction_id, batch.id,
        batch.recorded_at, batch.facts
      from batch_cursors as cursor
      join recorded_batches as batch
        on (batch.transaction_id, batch.id) > (cursor.transaction_id, cursor.id)
      where cursor.consumer = :consumer
        and batch.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      order by batch.transaction_id, batch.id
      limit :limit
      """;

  private static final String AFTER =
      """
      select batch.organization_id, batch.transaction_id::text::bigint as transaction_id, batch.id,
        batch.recorded_at, batch.facts
      from recorded_batches as batch
      where (batch.transaction_id, batch.id) > (:transaction::text::xid8, :id)
        and batch.transaction_id < :below::text::xid8
        and (:everybody or batch.organization_id = :organization)
      order by batch.transaction_id, batch.id
      limit :limit
      """;

  private static final String SETTLED =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      """;

  private static final String ADVANCE =
      """
      update batch_cursors set transaction_id = :transaction::text::xid8, id = :id where consumer = :consumer
      """;

  private static final String LAG =
      """
      select count(*) from batch_cursors as cursor
      join recorded_batches as batch
        on (batch.transaction_id, batch.id) > (cursor.transaction_id, cursor.id)
      where cursor.consumer = :consumer
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public News(DataSource dataSource, JsonMapper json) {
    this.jdbc = JdbcClient.create(dataSource);
    this.json = json;
  }

  /// The next batches after the consumer's cursor, oldest first. Holds the cursor until the
  /// transaction ends, so that one node at a time works for a consumer.
  public List<RecordedBatch> read(String consumer, int limit) {
    jdbc.sql(OPEN_CURSOR).param("consumer", consumer).update();
    jdbc.sql(LOCK_CURSOR).param("consumer", consumer).query().listOfRows();
    return jdbc.sql(READ)
        .param("consumer", consumer)
        .param("limit", limit)
        .query((row, number) -> batch(row))
        .list();
  }

  private RecordedBatch batch(ResultSet row) throws SQLException {
    return new RecordedBatch(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        row.getLong("transaction_id"),
        row.getLong("id"),
        row.getTimestamp("recorded_at").toInstant(),
        json.readValue(row.getString("facts"), FACTS));
  }

  /// The transaction below which nothing can appear any more.
  public long settled() {
    return jdbc.sql(SETTLED).query(Long.class).single();
  }

  /// The next batches after a position whose transactions are below one that was {@link #settled},
  /// oldest first, for readers that keep no cursor here.
  ///
  /// @param organization whose batches; null: everybody's
  public List<RecordedBatch> after(
      NewsPosition position, long below, @Nullable OrganizationId organization, int limit) {
    return jdbc.sql(AFTER)
        .param("transaction", Long.toString(position.transaction()))
        .param("id", position.id())
        .param("below", Long.toString(below))
        .param("everybody", organization == null)
        .param("organization", organization == null ? new UUID(0, 0) : organization.value())
        .param("limit", limit)
        .query((row, number) -> batch(row))
        .list();
  }

  /// Moves the consumer's cursor behind a batch.
  public void advance(String consumer, RecordedBatch last) {
    jdbc.sql(ADVANCE)
        .param("consumer", consumer)
        .param("transaction", Long.toString(last.transaction()))
        .param("id", last.id())
        .update();
  }

  /// How many batches a consumer has not read yet.
  public long lag(String consumer) {
    return jdbc.sql(LAG).param("consumer", consumer).query(Long.class).single();
  }

  /// Writes the news of one batch, in the transaction of the batch itself.
  public void publish(
      Connection connection, OrganizationId organization, Instant at, List<ExecutionFacts> facts)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "insert into recorded_batches (organization_id, recorded_at, facts) values (?, ?,"
                + " ?)")) {
      statement.setObject(1, organization.value());
      statement.setTimestamp(2, java.sql.Timestamp.from(at));
      statement.setString(3, json.writeValueAsString(facts));
      statement.executeUpdate();
    }
  }
}
