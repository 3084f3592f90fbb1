package dev.metaagent.sdk.springai;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Guarded;
import dev.metaagent.sdk.Refusal;
import dev.metaagent.sdk.internal.values.Plain;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/// A tool for which the policy is asked before it is called. A refusal is the tool's result, so
/// that the model reads why.
public final class GuardedTool implements ToolCallback {

  private final Agent agent;
  private final ToolCallback tool;

  public GuardedTool(Agent agent, ToolCallback tool) {
    this.agent = agent;
    this.tool = tool;
  }

  @Override
  public ToolDefinition getToolDefinition() {
    return tool.getToolDefinition();
  }

  @Override
  public ToolMetadata getToolMetadata() {
    return tool.getToolMetadata();
  }

  @Override
  public String call(String input) {
    return guarded(input, tool::call);
  }

  @Override
  public String call(String input, @Nullable ToolContext context) {
    return guarded(input, arguments -> tool.call(arguments, context));
  }

  private String guarded(String input, Function<String, String> call) {
    Guarded<String> result =
        agent.guard(
            tool.getToolDefinition().name(),
            input,
            arguments -> call.apply(arguments == null ? input : Plain.text(arguments)));
    Refusal refusal = result.refusal();
    return refusal == null ? String.valueOf(result.result()) : refusal.sentence();
  }
}
