package dev.metaagent.sdk.springai;

import dev.metaagent.policy.TokenUsage;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;

/// Tells each call of a chat client's model within the execution of the thread, also those between
/// calls of tools, and does not make it where the policy refuses it: a run that has reached one of
/// its limits makes no further call. The answer is then a sentence that says so.
public final class ModelCalls implements CallAdvisor {

  /// After the advisors of a host and the one that calls tools, right before the model.
  private static final int ORDER = Integer.MAX_VALUE - 100;

  private static final String UNKNOWN = "unknown";

  private final Agent agent;

  public ModelCalls(Agent agent) {
    this.agent = agent;
  }

  @Override
  public String getName() {
    return "metaagent model calls";
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
    Execution execution = Execution.current();
    if (execution == null) {
      return agent.policy().permit(0) instanceof Refusal refusal
          ? ExecutionAdvisor.refused(refusal, request)
          : chain.nextCall(request);
    }
    ChatOptions options = request.prompt().getOptions();
    String model = options == null ? null : options.getModel();
    try (Action call =
        execution.llm(model == null ? UNKNOWN : model, request.prompt().getContents())) {
      Refusal refusal = call.refusal();
      if (refusal != null) {
        return ExecutionAdvisor.refused(refusal, request);
      }
      try {
        ChatClientResponse response = chain.nextCall(request);
        tell(call, response.chatResponse());
        return response;
      } catch (RuntimeException | Error e) {
        call.error(e);
        throw e;
      }
    }
  }

  private static void tell(Action call, @Nullable ChatResponse answer) {
    if (answer == null) {
      return;
    }
    call.output(ExecutionAdvisor.text(answer));
    String model = answer.getMetadata().getModel();
    if (model != null && !model.isEmpty()) {
      call.responseModel(model);
    }
    Usage usage = answer.getMetadata().getUsage();
    if (usage != null && usage.getTotalTokens() != null && usage.getTotalTokens() > 0) {
      call.usage(
          new TokenUsage(
              number(usage.getPromptTokens()), number(usage.getCompletionTokens()), null, null));
    }
  }

  private static @Nullable Long number(@Nullable Integer tokens) {
    return tokens == null ? null : (Long) tokens.longValue();
  }
}
