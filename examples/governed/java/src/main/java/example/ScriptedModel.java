package example;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.metaagent.sdk.langchain4j.ModelCalls;
import java.util.List;

/** Asks for one refund, then answers with what became of it. */
final class ScriptedModel implements ChatModel {

  @Override
  public ChatResponse doChat(ChatRequest request) {
    return request.messages().getLast() instanceof ToolExecutionResultMessage said
        ? response(AiMessage.from("Done: " + said.text()), new TokenUsage(211, 57))
        : response(AiMessage.from(refund()), new TokenUsage(137, 41));
  }

  private static ToolExecutionRequest refund() {
    return ToolExecutionRequest.builder()
        .id("call-1")
        .name("refund")
        .arguments("{\"order\": \"1042\", \"amount\": 284}")
        .build();
  }

  private static ChatResponse response(AiMessage message, TokenUsage usage) {
    return ChatResponse.builder()
        .aiMessage(message)
        .modelName("gpt-5-mini")
        .tokenUsage(usage)
        .build();
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return ChatRequestParameters.builder().modelName("gpt-5-mini").build();
  }

  /** Any model of LangChain4j takes this listener, which tells its calls. */
  @Override
  public List<ChatModelListener> listeners() {
    return List.of(new ModelCalls());
  }
}
