package dev.metaagent.sdk.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Execution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells each call of a chat model, streaming or not, within the execution of the thread that makes
/// it. One listener serves all models. It only watches; [GuardedModel] refuses.
public final class ModelCalls implements ChatModelListener {

  private static final String ACTION = "dev.metaagent.action";
  static final String UNKNOWN = "unknown";

  @Override
  public void onRequest(ChatModelRequestContext request) {
    Execution execution = Execution.current();
    if (execution != null) {
      String model = request.chatRequest().modelName();
      Action action =
          execution.recordLlm(
              model == null ? UNKNOWN : model, texts(request.chatRequest().messages()));
      request.attributes().put(ACTION, action);
    }
  }

  @Override
  public void onResponse(ChatModelResponseContext response) {
    if (response.attributes().get(ACTION) instanceof Action action) {
      ChatResponse answer = response.chatResponse();
      action.output(text(answer));
      if (answer.modelName() != null) {
        action.responseModel(answer.modelName());
      }
      TokenUsage usage = answer.tokenUsage();
      if (usage != null) {
        action.usage(
            new dev.metaagent.policy.TokenUsage(
                number(usage.inputTokenCount()), number(usage.outputTokenCount()), null, null));
      }
      action.close();
    }
  }

  @Override
  public void onError(ChatModelErrorContext error) {
    if (error.attributes().get(ACTION) instanceof Action action) {
      action.error(error.error()).close();
    }
  }

  static List<String> texts(List<ChatMessage> messages) {
    return messages.stream().map(String::valueOf).toList();
  }

  private static Object text(ChatResponse answer) {
    String text = answer.aiMessage().text();
    return text == null ? String.valueOf(answer.aiMessage()) : text;
  }

  private static @Nullable Long number(@Nullable Integer tokens) {
    return tokens == null ? null : (Long) tokens.longValue();
  }
}
