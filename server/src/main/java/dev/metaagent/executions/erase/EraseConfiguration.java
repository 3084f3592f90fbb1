package dev.metaagent.executions.erase;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The erasing job: persistent, resumed after a crash.
@Configuration(proxyBeanMethods = false)
class EraseConfiguration {

  @Bean
  OneTimeTask<Erasure> eraseTask(Eraser eraser) {
    return Tasks.oneTime("erase", Erasure.class)
        .execute((instance, context) -> eraser.run(instance.getData()));
  }
}
