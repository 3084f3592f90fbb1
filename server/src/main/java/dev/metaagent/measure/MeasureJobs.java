package dev.metaagent.measure;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.daily.DailyNumbers;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The persistent jobs of measuring.
@Configuration(proxyBeanMethods = false)
class MeasureJobs {

  private static final Duration EVERY = Duration.ofMinutes(10);

  @Bean
  RecurringTask<Void> dailyNumbersTask(DailyNumbers daily) {
    return Tasks.recurring("daily-numbers", FixedDelay.of(EVERY))
        .execute((instance, context) -> daily.countMarkedDays());
  }

  @Bean
  RecurringTask<Void> bucketExpiryTask(
      BucketStore buckets,
      Organizations organizations,
      SystemTransactions transactions,
      ForEachTenant each,
      Clock clock) {
    return Tasks.recurring("bucket-expiry", FixedDelay.of(EVERY))
        .execute((instance, context) -> expire(buckets, organizations, transactions, each, clock));
  }

  private static void expire(
      BucketStore buckets,
      Organizations organizations,
      SystemTransactions transactions,
      ForEachTenant each,
      Clock clock) {
    each.run(
        "bucket-expiry",
        organizations.all(),
        Organization::id,
        organization -> {
          for (Width width : Width.values()) {
            var oldest = width.oldest(clock.instant()).minus(Width.GRACE);
            transactions.call(() -> buckets.expire(organization.id(), width, oldest));
          }
        });
  }
}
