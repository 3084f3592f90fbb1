package dev.metaagent.measure;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The right to measure: one node at a time, for the length of a transaction.
@Repository
class CursorStore {

  private static final String EXISTS =
      """
      select count(*) from batch_cursors where consumer = :consumer
      """;

  private static final String OPEN =
      """
      insert into batch_cursors (consumer, transaction_id, id) values (:consumer, '0'::xid8, 0)
      on conflict (consumer) do nothing
      """;

  private static final String CLAIM =
      """
      select 1 from batch_cursors where consumer = :consumer for update skip locked
      """;

  private final JdbcClient jdbc;

  CursorStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Claims a consumer's cursor until the transaction ends; false when another node holds it.
  boolean claim(String consumer) {
    if (jdbc.sql(EXISTS).param("consumer", consumer).query(Integer.class).single() == 0) {
      jdbc.sql(OPEN).param("consumer", consumer).update();
    }
    return !jdbc.sql(CLAIM).param("consumer", consumer).query().listOfRows().isEmpty();
  }
}
