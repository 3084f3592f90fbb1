package dev.metaagent.sdk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.RefusalKind;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.Refusal;
import dev.metaagent.sdk.springai.ExecutionAdvisor;
import dev.metaagent.sdk.springai.GuardedTool;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.DefaultToolDefinition;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class MetaAgentAutoConfigurationTest {

  @TempDir Path data = Path.of("");

  private ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MetaAgentAutoConfiguration.class))
        .withPropertyValues("metaagent.url=http://127.0.0.1:1", "metaagent.data=" + data);
  }

  @Configuration(proxyBeanMethods = false)
  static class Tools {

    @Bean
    ToolCallback shell() {
      return new ToolCallback() {
        @Override
        public ToolDefinition getToolDefinition() {
          return DefaultToolDefinition.builder()
              .name("shell")
              .description("a shell")
              .inputSchema("{}")
              .build();
        }

        @Override
        public String call(String input) {
          return "ran";
        }
      };
    }
  }

  @Test
  void anApplicationHasOneConnectionAndItsSpanProcessor() {
    application()
        .run(context -> {
          assertThat(context).hasSingleBean(MetaAgent.class);
          assertThat(context).hasSingleBean(SpanProcessor.class);
          assertThat(context).doesNotHaveBean(Agent.class);
        });
  }

  @Test
  void anApplicationThatNamesItsAgentIsGoverned() {
    application()
        .withPropertyValues("metaagent.agent=desk", "metaagent.without-policy=closed")
        .withUserConfiguration(Tools.class)
        .run(context -> {
          assertThat(context.getBean(Agent.class).name()).isEqualTo("desk");
          assertThat(context).hasSingleBean(ExecutionAdvisor.class);
          ToolCallback tool = context.getBean(ToolCallback.class);
          assertThat(tool).isInstanceOf(GuardedTool.class);
          assertThat(tool.call("{}")).isEqualTo("Refused by policy (noPolicy)");
          try (Execution execution = context.getBean(Agent.class).execution("hi")) {
            assertThat(execution.refusal())
                .isEqualTo(new Refusal(RefusalKind.NO_POLICY, null, null, null));
          }
        });
  }

  @Test
  void itCanBeSwitchedOff() {
    application()
        .withPropertyValues(
            "metaagent.enabled=false", "metaagent.agent=desk", "metaagent.without-policy=closed")
        .run(context -> {
          try (Execution execution = context.getBean(Agent.class).execution("hi")) {
            assertThat(execution.refusal()).isNull();
          }
        });
  }

  @Test
  void springAiIsNotNeeded() {
    application()
        .withPropertyValues("metaagent.agent=desk")
        .withClassLoader(new FilteredClassLoader("org.springframework.ai"))
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context).hasSingleBean(Agent.class);
          assertThat(context).doesNotHaveBean(ExecutionAdvisor.class);
        });
  }
}
