package dev.metaagent.sdk.boot;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.MetaAgentBuilder;
import dev.metaagent.sdk.springai.ExecutionAdvisor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// One connection for the application. Its span processor is used by the tracer that Spring Boot
/// configures, so that spans of Spring AI and other frameworks are sent too.
@AutoConfiguration
@EnableConfigurationProperties(MetaAgentProperties.class)
public class MetaAgentAutoConfiguration {

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  MetaAgent metaAgent(MetaAgentProperties properties, Environment environment) {
    MetaAgentBuilder settings = MetaAgent.builder();
    set(properties.url(), settings::url);
    set(properties.key(), settings::key);
    set(properties.enabled(), enabled -> settings.disabled(!enabled));
    set(properties.durable(), settings::durable);
    set(properties.content(), settings::content);
    set(properties.withoutPolicy(), settings::withoutPolicy);
    set(properties.policyWait(), settings::policyWait);
    set(properties.policyPublicKeys(), settings::pinnedKeys);
    set(properties.data(), settings::data);
    set(environment.getProperty("spring.application.name"), settings::serviceName);
    return settings.connect();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setting) {
    if (value != null) {
      setting.accept(value);
    }
  }

  @Bean
  SpanProcessor metaAgentSpanProcessor(MetaAgent metaAgent) {
    return metaAgent.spanProcessor();
  }

  /// The agent that the application is.
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty("metaagent.agent")
  Agent metaAgentAgent(MetaAgent metaAgent, MetaAgentProperties properties) {
    return metaAgent.agent(Objects.requireNonNull(properties.agent()));
  }

  /// For applications with Spring AI that name their agent.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.ai.chat.client.advisor.api.CallAdvisor")
  @ConditionalOnProperty("metaagent.agent")
  static class SpringAi {

    @Bean
    @ConditionalOnMissingBean
    ExecutionAdvisor metaAgentExecutionAdvisor(Agent agent) {
      return new ExecutionAdvisor(agent);
    }

    @Bean
    static GuardedToolBeans metaAgentGuardedTools(ObjectProvider<Agent> agent) {
      return new GuardedToolBeans(agent);
    }
  }
}
