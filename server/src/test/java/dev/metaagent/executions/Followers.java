package dev.metaagent.executions;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.testing.TestDatabase;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What follows the telemetry of an organization: numbers and words.
final class Followers {

  private static final String BEHIND =
      """
      select (select count(*) from recorded_batches batch
          where batch.organization_id = :id and exists (select from batch_cursors reader
            where reader.consumer in ('measure', 'words')
              and (batch.transaction_id, batch.id) > (reader.transaction_id, reader.id)))
        + (select count(*) from agent_metric_dirty dirty where dirty.organization_id = :id
            and dirty.width <= 60)
      """;

  private Followers() {}

  /// Waits until everything that was committed is indexed and counted by ten seconds and minutes;
  /// hours and days are counted later, from the same executions.
  static void awaitCaughtUp(OrganizationId organization) throws InterruptedException {
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    SystemTransactions system = new SystemTransactions(TestDatabase.dataSource());
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (system.call(
            () -> jdbc.sql(BEHIND).param("id", organization.value()).query(Long.class).single())
        > 0) {
      if (System.nanoTime() > until) {
        throw new AssertionError("numbers and words are behind after 30 s");
      }
      Thread.sleep(50);
    }
  }
}
