package dev.metaagent.sdk.langchain4j;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Guarded;
import dev.metaagent.sdk.Refusal;
import dev.metaagent.sdk.internal.values.Plain;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tool for which the policy is asked before it is called. A refusal is the tool's result, so
/// that the model reads why.
public final class GuardedTool implements ToolExecutor {

  private final Agent agent;
  private final ToolExecutor tool;

  public GuardedTool(Agent agent, ToolExecutor tool) {
    this.agent = agent;
    this.tool = tool;
  }

  /// All tools of a map, as `AiServices.tools` takes it.
  public static Map<ToolSpecification, ToolExecutor> all(
      Agent agent, Map<ToolSpecification, ToolExecutor> tools) {
    Map<ToolSpecification, ToolExecutor> guarded = new LinkedHashMap<>();
    tools.forEach((name, tool) -> guarded.put(name, new GuardedTool(agent, tool)));
    return guarded;
  }

  /// The methods of an object that are marked as tools, as `AiServices.tools` takes them.
  public static Map<ToolSpecification, ToolExecutor> of(Agent agent, Object tools) {
    Map<ToolSpecification, ToolExecutor> guarded = new LinkedHashMap<>();
    for (Method method : tools.getClass().getDeclaredMethods()) {
      if (method.isAnnotationPresent(Tool.class)) {
        guarded.put(
            ToolSpecifications.toolSpecificationFrom(method),
            new GuardedTool(agent, new DefaultToolExecutor(tools, method)));
      }
    }
    return guarded;
  }

  @Override
  public @Nullable String execute(ToolExecutionRequest request, Object memoryId) {
    Guarded<@Nullable String> result =
        agent.guard(
            request.name(),
            request.arguments(),
            arguments -> tool.execute(with(request, arguments), memoryId));
    Refusal refusal = result.refusal();
    return refusal == null ? result.result() : refusal.sentence();
  }

  private static ToolExecutionRequest with(
      ToolExecutionRequest request, @Nullable Object arguments) {
    return arguments == null
        ? request
        : request.toBuilder().arguments(Plain.text(arguments)).build();
  }
}
