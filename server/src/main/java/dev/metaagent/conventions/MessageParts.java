package dev.metaagent.conventions;

import dev.metaagent.conventions.Message.Part;
import dev.metaagent.conventions.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The parts of one message, from the blocks and fields that providers use. */
final class MessageParts {
  private MessageParts() {}

  /** A whole message: its content, and tool calls beside it. */
  static List<Part> ofMessage(JsonNode body, String role) {
    if (!body.isObject()) {
      return of(body);
    }
    List<Part> parts = new ArrayList<>();
    JsonNode content = first(body, "parts", "content", "contents", "blocks", "items");
    String callId = text(body, "tool_call_id", "toolCallId", "call_id", "id");
    if (content != null && !content.isNull()) {
      JsonNode opened = role.equals("tool") && content.isString() ? content : opened(content);
      if (role.equals("tool") && !isBlocks(opened)) {
        JsonNode result = Json.opened(opened);
        if (callId != null || !isToolDefinition(result)) {
          parts.add(Part.toolResult(callId, text(body, "name"), result));
        }
      } else {
        parts.addAll(of(opened));
      }
    }
    JsonNode calls = first(body, "tool_calls", "toolCalls");
    if ((calls == null || calls.isEmpty()) && body.has("additional_kwargs")) {
      calls = body.get("additional_kwargs").get("tool_calls");
    }
    if (calls != null && parts.stream().noneMatch(part -> part.type().equals("tool_call"))) {
      for (JsonNode call : Json.opened(calls)) {
        parts.add(toolCall(call));
      }
    }
    if (body.has("function_call") && body.get("function_call").isObject()) {
      parts.add(toolCall(body.get("function_call")));
    }
    return parts;
  }

  /** A tool that is offered to the model, which some senders write among the messages. */
  private static boolean isToolDefinition(JsonNode result) {
    return result.isObject()
        && "function".equals(text(result, "type"))
        && result.has("function")
        && result.get("function").has("name");
  }

  /** Content: text, or a list of text and blocks. */
  static List<Part> of(JsonNode content) {
    if (content.isString()) {
      return content.stringValue().isEmpty()
          ? List.of()
          : List.of(Part.text(content.stringValue()));
    }
    List<Part> parts = new ArrayList<>();
    if (content.isArray()) {
      for (JsonNode block : content) {
        parts.addAll(block.isObject() ? ofBlock(block) : of(block));
      }
    } else if (content.isObject()) {
      parts.addAll(ofBlock(content));
    } else if (content.isValueNode() && !content.isNull()) {
      parts.add(Part.text(content.asString()));
    }
    return parts;
  }

  static List<Part> ofBlock(JsonNode block) {
    JsonNode openInference = block.get("message_content");
    if (openInference != null) {
      return ofBlock(openInference);
    }
    Part named = ofWrapper(block);
    if (named != null) {
      return List.of(named);
    }
    String type = text(block, "type", "block_type", "kind", "part_kind");
    return switch (type == null ? "" : type) {
      case "tool_use", "tool_call", "tool-call", "function_call", "function", "server_tool_call" ->
          List.of(toolCall(block));
      case "tool_result",
          "tool-result",
          "tool_call_response",
          "function_call_output",
          "tool-return" ->
          List.of(toolResult(block));
      case "reasoning", "thinking", "thought", "redacted_thinking" -> reasoning(block);
      default -> plain(block);
    };
  }

  /** Bedrock's and Gemini's blocks are named by their only field. */
  private static @Nullable Part ofWrapper(JsonNode block) {
    JsonNode call = first(block, "toolUse", "functionCall", "function_call", "tool_call");
    if (call != null && call.isObject()) {
      return toolCall(call);
    }
    JsonNode result = first(block, "toolResult", "functionResponse", "function_response");
    if (result != null && result.isObject()) {
      return toolResult(result);
    }
    return null;
  }

  private static Part toolCall(JsonNode call) {
    JsonNode openInference = call.get("tool_call");
    JsonNode outer = openInference != null && openInference.isObject() ? openInference : call;
    JsonNode function = outer.get("function");
    JsonNode named = function != null && function.isObject() ? function : outer;
    JsonNode arguments =
        first(
            named, "arguments", "args", "input", "parameters", "function_arguments", "tool_kwargs");
    return Part.toolCall(
        text(outer, "call_id", "id", "toolCallId", "toolUseId", "tool_call_id"),
        text(named, "name", "toolName", "tool_name"),
        arguments == null ? null : Json.opened(arguments));
  }

  private static Part toolResult(JsonNode result) {
    JsonNode content = first(result, "response", "result", "content", "output");
    return Part.toolResult(
        text(result, "call_id", "id", "tool_use_id", "toolCallId", "toolUseId", "tool_call_id"),
        text(result, "name", "toolName", "tool_name"),
        content == null ? Json.object() : Json.opened(content));
  }

  private static List<Part> reasoning(JsonNode block) {
    JsonNode content = first(block, "content", "thinking", "text", "reasoning", "summary");
    if (content == null || (content.isEmpty() && !content.isString())) {
      return List.of();
    }
    StringBuilder text = new StringBuilder();
    for (Part part : of(content)) {
      text.append(part.text() == null ? "" : part.text());
    }
    return text.isEmpty() ? List.of() : List.of(Part.reasoning(text.toString()));
  }

  private static List<Part> plain(JsonNode block) {
    JsonNode text = first(block, "text", "content");
    if (text != null && text.isString()) {
      return text.stringValue().isEmpty() ? List.of() : List.of(Part.text(text.stringValue()));
    }
    return text != null && text.isArray() ? of(text) : List.of(Part.other(block.toString()));
  }

  private static boolean isBlocks(JsonNode content) {
    return content.isArray()
        && !content.isEmpty()
        && content.get(0).isObject()
        && (content.get(0).has("type")
            || content.get(0).has("text")
            || content.get(0).has("toolResult")
            || content.get(0).has("functionResponse"));
  }

  private static JsonNode opened(JsonNode content) {
    JsonNode opened = Json.opened(content);
    return isBlocks(opened) ? opened : content;
  }

  private static @Nullable JsonNode first(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value != null && !value.isNull()) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode node, String... names) {
    for (String name : names) {
      String text = Json.text(node.get(name));
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }
}
