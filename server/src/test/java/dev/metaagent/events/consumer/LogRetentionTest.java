package dev.metaagent.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.events.LogPosition;
import dev.metaagent.events.OwnLog;
import dev.metaagent.events.Recorder;
import dev.metaagent.kernel.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogRetentionTest {

  private final OwnLog log = new OwnLog();
  private final Recorder consumer = new Recorder();
  private final OrganizationId organization = OwnLog.organization();
  private final LogRetentionStore store = new LogRetentionStore(log.dataSource);
  private final LogRetention retention =
      new LogRetention(
          store,
          log.aside,
          log.system,
          new DatabaseSettings(Path.of("."), null, null, null, null, null, 4, 30, 7),
          log);

  /// Everybody else's cursors count as read: other tests leave consumers behind.
  private void onlyThisConsumerWaits() {
    long settled = log.system.call(log.log::settled);
    log.system.call(() ->
        log.jdbc
            .sql(
                "update batch_cursors set transaction_id = (:settled::text)::xid8, id = 0 where"
                    + " consumer like 'test-%' and consumer <> :own")
            .param("settled", Long.toString(settled))
            .param("own", consumer.name())
            .update());
  }

  private Set<String> names() {
    return new HashSet<>(
        log.system.call(
            () -> log.jdbc.sql("select consumer from batch_cursors").query(String.class).list()));
  }

  @Test
  void entriesAreKeptUntilTheyWereRead() {
    log.beginNow(consumer);
    log.append(organization, "[1]");
    log.age(organization, Duration.ofHours(2));
    onlyThisConsumerWaits();

    retention.keep(names());
    assertThat(log.entries(organization)).isEqualTo(1);

    log.drain(consumer);
    // consumers of a server that runs beside this test read it within moments
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (log.entries(organization) > 0 && System.nanoTime() < deadline) {
      onlyThisConsumerWaits();
      retention.keep(names());
    }
    assertThat(log.entries(organization)).isZero();
  }

  @Test
  void entriesOfTheLastHourAreKeptForReadersWithoutACursor() {
    log.beginNow(consumer);
    log.append(organization, "[1]");
    log.drain(consumer);

    retention.keep(names());

    assertThat(log.entries(organization)).isEqualTo(1);
  }

  @Test
  void aCursorThatNoCodeReadsIsDroppedAfterADay() {
    log.beginNow(consumer);
    Set<String> others = names();
    others.remove(consumer.name());

    retention.keep(others);
    assertThat(names()).contains(consumer.name());

    log.system.call(() ->
        log.jdbc
            .sql(
                "update batch_cursors set advanced_at = now() - interval '25 hours' where consumer"
                    + " = :own")
            .param("own", consumer.name())
            .update());
    retention.keep(others);
    assertThat(names()).doesNotContain(consumer.name());
  }

  @Test
  void entriesThatAConsumerDidNotReadForAWeekAreGivenUpForIt() {
    log.beginNow(consumer);
    log.append(organization, "[\"old\"]");
    log.age(organization, Duration.ofDays(8));
    log.append(organization, "[\"new\"]");
    log.system.call(() ->
        log.jdbc
            .sql(
                "update recorded_batches set recorded_at = now() where organization_id ="
                    + " :organization and payload like '%new%'")
            .param("organization", organization.value())
            .update());

    retention.keep(names());
    log.drain(consumer);

    assertThat(consumer.of(organization)).isEqualTo(List.of("[\"new\"]"));
  }

  @Test
  void afterARestoreIntoAnotherClusterConsumersGoOn() {
    log.beginNow(consumer);
    log.system.call(() -> {
      log.cursors.advance(consumer.name(), new LogPosition(99_999_999_999L, 0), log.instant());
      return true;
    });
    log.append(organization, "[1]");
    log.drain(consumer);
    assertThat(consumer.of(organization)).isEmpty();

    assertThat(new RestoredLog(store, log.system).repair()).isTrue();
    log.append(organization, "[2]");
    log.drain(consumer);

    assertThat(consumer.of(organization)).contains("[2]");
  }
}
