package dev.metaagent.ingest.senders;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Forgets old processes, each hour on one node.
@Configuration(proxyBeanMethods = false)
class SenderJobs {

  @Bean
  RecurringTask<Void> sendersTask(
      Senders senders, Organizations organizations, ForEachTenant each) {
    return Tasks.recurring("telemetry-senders", FixedDelay.ofHours(1))
        .execute((instance, context) ->
            each.run(
                "telemetry-senders",
                organizations.all(),
                Organization::id,
                _ -> senders.removeOld()));
  }
}
