package dev.metaagent.sdk.boot;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.springai.GuardedTool;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Asks the policy before every tool of Spring AI that is a bean.
final class GuardedToolBeans implements BeanPostProcessor {

  private final ObjectProvider<Agent> agent;

  GuardedToolBeans(ObjectProvider<Agent> agent) {
    this.agent = agent;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof ToolCallback tool && !(bean instanceof GuardedTool)
        ? new GuardedTool(agent.getObject(), tool)
        : bean;
  }
}
