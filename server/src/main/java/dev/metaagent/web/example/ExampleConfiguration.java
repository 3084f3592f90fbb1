package dev.metaagent.web.example;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.metaagent.kernel.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The job that removes an example organization: persistent, taken up again after a crash. It looks
/// again until nothing is found, since what was on its way still comes in for some seconds.
@Configuration(proxyBeanMethods = false)
class ExampleConfiguration {

  private static final Duration AGAIN = Duration.ofSeconds(5);

  @Bean
  CustomTask<ExampleRemoval.Gone> exampleRemovalTask(ExampleRemoval removal, Clock clock) {
    return Tasks.custom("example-removal", ExampleRemoval.Gone.class)
        .execute((instance, context) -> {
          OrganizationId organization = OrganizationId.parse(instance.getData().organization());
          if (removal.pass(organization)) {
            return (done, operations) -> operations.reschedule(done, clock.instant().plus(AGAIN));
          }
          removal.finish(organization);
          return new CompletionHandler.OnCompleteRemove<>();
        });
  }
}
