package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.model.ChatMessage;
import dev.metaagent.fleet.model.ModelAnswer;
import dev.metaagent.fleet.model.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Messages in the form of OpenTelemetry's GenAI conventions.
final class Messages {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Messages() {}

  static String system(String prompt) {
    return JSON.writeValueAsString(List.of(text(prompt)));
  }

  static String input(List<ChatMessage> messages) {
    return JSON.writeValueAsString(
        messages.stream()
            .map(message ->
                Map.of(
                    "role",
                    message.role().name().toLowerCase(Locale.ROOT),
                    "parts",
                    List.of(part(message))))
            .toList());
  }

  static String output(ModelAnswer answer) {
    ToolCall call = answer.call();
    return JSON.writeValueAsString(
        List.of(
            Map.of(
                "role",
                "assistant",
                "parts",
                List.of(call == null ? text(answer.text()) : call(call)),
                "finish_reason",
                answer.finishReason())));
  }

  static String arguments(ToolCall call) {
    return JSON.writeValueAsString(call.arguments());
  }

  private static Map<String, Object> part(ChatMessage message) {
    ToolCall call = message.call();
    if (call == null) {
      return text(message.text());
    }
    return message.role() == ChatMessage.Role.TOOL
        ? Map.of("type", "tool_call_response", "id", call.id(), "response", message.text())
        : call(call);
  }

  private static Map<String, Object> text(String text) {
    return Map.of("type", "text", "content", text);
  }

  private static Map<String, Object> call(ToolCall call) {
    return Map.of(
        "type", "tool_call", "id", call.id(), "name", call.tool(), "arguments", call.arguments());
  }
}
