package dev.metaagent.executions.pricing;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The job that prices past calls: persistent, resumed after a crash.
@Configuration(proxyBeanMethods = false)
class PricingConfiguration {

  @Bean
  OneTimeTask<Repricing.Order> repriceTask(Repricing repricing) {
    return Tasks.oneTime("reprice", Repricing.Order.class)
        .execute((instance, context) -> repricing.run(instance.getData()));
  }
}
