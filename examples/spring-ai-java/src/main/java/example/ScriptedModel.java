package example;

import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** Asks for one tool, then answers with what it said; observed as the models of Spring AI are. */
record ScriptedModel(ObservationRegistry observations, String tool, String arguments)
    implements ChatModel {

  @Override
  public ChatOptions getOptions() {
    return ToolCallingChatOptions.builder().model("gpt-5-mini").build();
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    ChatModelObservationContext context =
        ChatModelObservationContext.builder().prompt(prompt).provider("openai").build();
    return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
        .observation(
            null, new DefaultChatModelObservationConvention(), () -> context, observations)
        .observe(
            () -> {
              ChatResponse response = answer(prompt);
              context.setResponse(response);
              return response;
            });
  }

  private ChatResponse answer(Prompt prompt) {
    return prompt.getInstructions().stream()
        .filter(message -> message.getMessageType() == MessageType.TOOL)
        .map(message -> ((ToolResponseMessage) message).getResponses().getFirst().responseData())
        .reduce((first, last) -> last)
        .map(said -> response(message("Here is what I found: " + said, List.of()), 211, 57))
        .orElseGet(() -> response(message("", List.of(call())), 137, 41));
  }

  private AssistantMessage.ToolCall call() {
    return new AssistantMessage.ToolCall("call-1", "function", tool, arguments);
  }

  private static AssistantMessage message(String text, List<AssistantMessage.ToolCall> calls) {
    return AssistantMessage.builder().content(text).toolCalls(calls).build();
  }

  private static ChatResponse response(AssistantMessage message, int input, int output) {
    return new ChatResponse(
        List.of(new Generation(message)),
        ChatResponseMetadata.builder()
            .model("gpt-5-mini")
            .usage(new DefaultUsage(input, output))
            .build());
  }
}
