package dev.metaagent.sdk.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.Refusal;
import java.util.List;
import java.util.Set;

/// A chat model that is not called where the policy refuses it: a run that has reached one of its
/// limits makes no further call. Its answer is then a sentence that says so, with which an agent
/// ends. Calls that are made are told by [ModelCalls] among the model's own listeners.
public final class GuardedModel implements ChatModel {

  private final Agent agent;
  private final ChatModel model;

  public GuardedModel(Agent agent, ChatModel model) {
    this.agent = agent;
    this.model = model;
  }

  @Override
  public ChatResponse chat(ChatRequest request) {
    if (agent.policy().permit(0) instanceof Refusal refusal) {
      tell(request);
      return ChatResponse.builder()
          .aiMessage(AiMessage.from(refusal.sentence()))
          .finishReason(FinishReason.STOP)
          .build();
    }
    return model.chat(request);
  }

  private void tell(ChatRequest request) {
    Execution execution = Execution.current();
    if (execution != null) {
      String asked = request.modelName();
      String name = asked == null ? model.defaultRequestParameters().modelName() : asked;
      Action refused =
          execution.llm(
              name == null ? ModelCalls.UNKNOWN : name, ModelCalls.texts(request.messages()));
      refused.close();
    }
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return model.defaultRequestParameters();
  }

  @Override
  public List<ChatModelListener> listeners() {
    return model.listeners();
  }

  @Override
  public ModelProvider provider() {
    return model.provider();
  }

  @Override
  public Set<Capability> supportedCapabilities() {
    return model.supportedCapabilities();
  }
}
