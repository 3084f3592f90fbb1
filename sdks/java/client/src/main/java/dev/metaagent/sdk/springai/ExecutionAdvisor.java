package dev.metaagent.sdk.springai;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/// Makes each call of a chat client an execution of the agent, unless one is under way on the
/// thread. A refused one calls no model: its answer says why.
public final class ExecutionAdvisor implements CallAdvisor {

  /// Before the advisors of a host, which then are part of the execution.
  private static final int ORDER = Integer.MIN_VALUE + 100;

  private final Agent agent;

  public ExecutionAdvisor(Agent agent) {
    this.agent = agent;
  }

  @Override
  public String getName() {
    return "metaagent";
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
    if (Execution.current() != null) {
      return chain.nextCall(request);
    }
    try (Execution execution = agent.execution(request.prompt().getContents())) {
      Refusal refusal = execution.refusal();
      if (refusal != null) {
        return refused(refusal, request);
      }
      try {
        ChatClientResponse response = chain.nextCall(request);
        execution.output(text(response.chatResponse()));
        return response;
      } catch (RuntimeException | Error e) {
        execution.error(e);
        throw e;
      }
    }
  }

  static ChatClientResponse refused(Refusal refusal, ChatClientRequest request) {
    Generation answer = new Generation(new AssistantMessage(refusal.sentence()));
    return ChatClientResponse.builder()
        .chatResponse(new ChatResponse(List.of(answer)))
        .context(request.context())
        .build();
  }

  static @Nullable String text(@Nullable ChatResponse response) {
    Generation answer = response == null ? null : response.getResult();
    return answer == null ? null : answer.getOutput().getText();
  }
}
