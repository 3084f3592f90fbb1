package dev.metaagent.conventions;

import dev.metaagent.conventions.json.Json;
import dev.metaagent.conventions.json.Printed;
import dev.metaagent.conventions.json.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads messages out of JSON of any known shape: OpenTelemetry parts, OpenAI chat and responses,
 * Anthropic and Bedrock blocks, Gemini, LangChain envelopes, Vercel, OpenInference, and the same as
 * Python prints it. What is no message is left alone.
 */
final class MessageReader {
  private static final int DEEPEST = 8;
  private static final List<String> ENVELOPES =
      List.of(
          "chat_message",
          "messages",
          "message",
          "replies",
          "generations",
          "choices",
          "outputs",
          "inputs",
          "output",
          "input",
          "update",
          "response",
          "result",
          "candidates",
          "contents",
          "kwargs",
          "data",
          "value",
          "ev",
          "last_message");

  private final String side;
  private final String plainRole;
  private final List<Message> messages = new ArrayList<>();

  private MessageReader(String side) {
    this.side = side;
    this.plainRole = side.equals("input") ? "user" : "assistant";
  }

  /** The messages in this JSON; empty if it holds none. */
  static List<Message> read(JsonNode json, String side) {
    MessageReader reader = new MessageReader(side);
    reader.take(Printed.opened(json), 0);
    return reader.messages;
  }

  /** One message whose role is known from outside, as for events. */
  static @Nullable Message message(JsonNode body, String role, String side) {
    MessageReader reader = new MessageReader(side);
    JsonNode opened = Printed.opened(body);
    JsonNode inner = opened.isObject() && opened.has("message") ? opened.get("message") : opened;
    reader.takeMessage(Printed.opened(inner), role);
    return reader.messages.isEmpty() ? null : reader.messages.getFirst();
  }

  private void take(JsonNode json, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    if (json.isArray()) {
      if (isPair(json)) {
        add(role(json.get(0).stringValue()), MessageParts.of(json.get(1)));
        return;
      }
      for (JsonNode element : json) {
        take(Printed.opened(element), depth + 1);
      }
    } else if (json.isObject()) {
      takeObject(json, depth);
    }
  }

  private void takeObject(JsonNode json, int depth) {
    String type = Json.text(json.get("type"));
    if (json.has("lc") && json.has("kwargs")) {
      takeLangChain(json);
    } else if (type != null && json.has("data") && json.get("data").isObject()) {
      takeMessage(json.get("data"), role(type));
    } else if (json.has("role") && isBody(json)) {
      takeMessage(json, role(Json.written(json.get("role"))));
    } else if (type != null && isItem(type)) {
      List<Message.Part> parts = MessageParts.ofBlock(json);
      add(type.endsWith("_output") ? "tool" : "assistant", parts);
    } else if (type != null && isRole(type) && json.has("content")) {
      takeMessage(json, roleOfType(type, json));
    } else if (json.has("content") && json.has("additional_kwargs")) {
      takeMessage(json, json.hasNonNull("tool_call_id") ? "tool" : "");
    } else if (json.hasNonNull("system") || json.hasNonNull("prompt")) {
      takePrompt(json, depth);
    } else {
      takeEnvelope(json, depth);
    }
  }

  private void takeLangChain(JsonNode json) {
    JsonNode id = json.get("id");
    String name =
        id != null && id.isArray() && !id.isEmpty() ? Json.written(id.get(id.size() - 1)) : "";
    if (name.contains("Message")) {
      takeMessage(json.get("kwargs"), role(name));
    }
  }

  /** Vercel's {@code {system, prompt, messages}}. */
  private void takePrompt(JsonNode json, int depth) {
    String system = Json.text(json.get("system"));
    if (system != null) {
      add("system", List.of(Message.Part.text(system)));
    }
    JsonNode prompt = json.get("prompt");
    if (prompt != null && prompt.isString()) {
      add("user", List.of(Message.Part.text(prompt.stringValue())));
    } else if (prompt != null) {
      take(prompt, depth + 1);
    }
    if (json.has("messages")) {
      take(Printed.opened(json.get("messages")), depth + 1);
    }
  }

  private void takeEnvelope(JsonNode json, int depth) {
    for (String name : ENVELOPES) {
      JsonNode inner = json.get(name);
      if (inner != null) {
        int before = messages.size();
        take(Printed.opened(inner), depth + 1);
        if (messages.size() > before) {
          return;
        }
      }
    }
    JsonNode content = json.get("content");
    if (content != null && content.isObject()) {
      take(content, depth + 1);
      return;
    }
    String text = Json.text(json.get("text"));
    if (text != null && !text.isEmpty() && json.has("generation_info")) {
      add("assistant", List.of(Message.Part.text(text)));
    }
    boolean component = json.size() == 1 && !json.has("replies");
    JsonNode replies = (component ? json.iterator().next() : json).get("replies");
    if (replies != null && replies.path(0).isString()) {
      replies.forEach(reply -> add("assistant", MessageParts.of(reply)));
    } else if (replies != null && component) {
      take(replies, depth + 1);
    }
  }

  private void takeMessage(JsonNode body, String role) {
    List<Message.Part> parts = MessageParts.ofMessage(body, role);
    add(role.isEmpty() ? plainRole : role, parts);
  }

  /** Nobody answers with a coroutine that was not awaited; a user may well send what looks so. */
  private void add(String role, List<Message.Part> parts) {
    List<Message.Part> said =
        role.equals("assistant")
            ? parts.stream().filter(MessageReader::saysSomething).toList()
            : parts;
    if (!said.isEmpty()) {
      messages.add(new Message(role, said, side));
    }
  }

  private static boolean saysSomething(Message.Part part) {
    return !part.type().equals("text") || part.text() == null || !Unreadable.is(part.text());
  }

  private static boolean isBody(JsonNode json) {
    return json.has("content")
        || json.has("parts")
        || json.has("tool_calls")
        || json.has("contents")
        || json.has("function_call")
        || json.has("toolCalls")
        || json.has("blocks")
        || json.has("items");
  }

  private static boolean isPair(JsonNode json) {
    return json.size() == 2
        && json.get(0).isString()
        && isRole(json.get(0).stringValue())
        && (json.get(1).isString() || json.get(1).isArray());
  }

  private static boolean isItem(String type) {
    return switch (type) {
      case "function_call",
          "function_call_output",
          "reasoning",
          "tool_use",
          "tool_result",
          "tool_call",
          "tool-call" ->
          true;
      default -> false;
    };
  }

  private static boolean isRole(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "user", "human", "assistant", "ai", "system", "tool", "developer", "model", "function" ->
          true;
      default -> name.endsWith("Message") || name.endsWith("MessageChunk");
    };
  }

  /** AutoGen names the class of a message, and in {@code source} whose it is. */
  private static String roleOfType(String type, JsonNode json) {
    String role = role(type);
    return switch (role) {
      case "user", "assistant", "system", "tool" -> role;
      default -> "user".equals(Json.text(json.get("source"))) ? "user" : "assistant";
    };
  }

  /** The role in one word, from any spelling: {@code HumanMessage}, {@code ai}, {@code model}. */
  static String role(String sent) {
    String name = sent.toLowerCase(Locale.ROOT);
    if (name.startsWith("human") || name.equals("user")) {
      return "user";
    }
    if (name.startsWith("ai") || name.startsWith("assistant") || name.equals("model")) {
      return "assistant";
    }
    if (name.startsWith("system") || name.equals("developer")) {
      return "system";
    }
    if (name.startsWith("tool") || name.startsWith("function")) {
      return "tool";
    }
    return name;
  }
}
