package dev.metaagent.database;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The persistent jobs that keep the database in shape: partitions made ahead, what is past its
/// retention dropped.
@Configuration(proxyBeanMethods = false)
class Housekeeping {

  @Bean
  RecurringTask<Void> partitionsAheadTask(Retention retention) {
    return Tasks.recurring("partitions-ahead", FixedDelay.of(Duration.ofHours(1)))
        .execute((instance, context) -> retention.makeDaysAhead());
  }

  @Bean
  RecurringTask<Void> retentionTask(Retention retention) {
    return Tasks.recurring("retention", FixedDelay.of(Duration.ofHours(1)))
        .execute((instance, context) -> retention.dropOldDays());
  }
}
