package dev.metaagent.govern.policy;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.govern.holders.PolicyHolders;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The job that keeps policies as they should be, each minute on one node.
@Configuration(proxyBeanMethods = false)
class PolicyJobs {

  @Bean
  RecurringTask<Void> policiesTask(
      StoredPolicies policies,
      PolicyHolders holders,
      Organizations organizations,
      ForEachTenant each) {
    return Tasks.recurring("policies", FixedDelay.ofMinutes(1))
        .execute((instance, context) ->
            each.run(
                "policies",
                organizations.all(),
                Organization::id,
                _ -> {
                  policies.reconcile();
                  holders.removeOld();
                }));
  }
}
