package dev.metaagent.events.consumer;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.events.SetAsideStore;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Deletes entries of the log that every consumer has read. A cursor that no longer advances does
/// not block the deletion for ever: it is reported and dropped, or moved forward.
@Component
class LogRetention {

  private static final Logger log = LoggerFactory.getLogger(LogRetention.class);

  /// How long entries are kept for readers without a stored cursor.
  private static final Duration KEPT = Duration.ofHours(1);

  /// A cursor that no running code uses is dropped after this time. A node of another version that
  /// uses it would advance it within that time.
  static final Duration UNREGISTERED_AFTER = Duration.ofDays(1);

  /// Entries that a consumer has not read for this long are skipped for it.
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(7);

  private static final int PORTION = 5_000;

  private final LogRetentionStore store;
  private final SetAsideStore aside;
  private final SystemTransactions transactions;
  private final DatabaseSettings settings;
  private final Clock clock;

  LogRetention(
      LogRetentionStore store,
      SetAsideStore aside,
      SystemTransactions transactions,
      DatabaseSettings settings,
      Clock clock) {
    this.store = store;
    this.aside = aside;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /// @param registered the consumers of this version
  void keep(Set<String> registered) {
    Instant now = clock.instant();
    transactions
        .call(() -> store.dropUnregistered(registered, now.minus(UNREGISTERED_AFTER)))
        .forEach(consumer ->
            log.warn("the cursor of consumer {} was dropped: no code uses it any more", consumer));
    transactions
        .call(() -> store.giveUp(now.minus(GIVEN_UP_AFTER), now))
        .forEach(consumer ->
            log.error(
                "consumer {} did not advance for {} days: older entries are skipped for it",
                consumer,
                GIVEN_UP_AFTER.toDays()));
    trim(now.minus(KEPT));
    transactions.call(() -> aside.expire(now.minus(Duration.ofDays(settings.retentionDays()))));
  }

  private void trim(Instant before) {
    int deleted = PORTION;
    while (deleted == PORTION) {
      deleted = transactions.call(() -> store.trim(before, PORTION));
    }
  }

  /// The periodic job.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> eventLogRetentionTask(LogRetention retention, LogConsumers consumers) {
      return Tasks.recurring("event-log-retention", FixedDelay.of(Duration.ofMinutes(10)))
          .execute((instance, context) -> retention.keep(consumers.names()));
    }
  }
}
