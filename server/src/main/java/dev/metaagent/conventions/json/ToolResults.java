package dev.metaagent.conventions.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether the result of a tool says that the call failed although its span does not: {@code
 * isError} of MCP, {@code is_error} of Anthropic, an error of JSON-RPC, the status of a LangChain
 * message. Only the result itself and what wraps it are read, never a text inside it.
 */
public final class ToolResults {
  private static final int DEEPEST = 5;

  /** Fields in which a result lies in another one. */
  private static final List<String> WRAPPERS =
      List.of(
          "result",
          "response",
          "output",
          "data",
          "kwargs",
          "update",
          "value",
          "artifact",
          "raw_output",
          "toolResult",
          "tool_result",
          "messages");

  private ToolResults() {}

  public static boolean failed(@Nullable JsonNode sent) {
    JsonNode result = opened(sent);
    return result != null && failed(result, 0);
  }

  /** What a failed result says; null where the result is not a failed one, or has no text. */
  public static @Nullable String text(@Nullable JsonNode sent) {
    JsonNode result = opened(sent);
    return result == null || !failed(result, 0) ? null : text(result, 0);
  }

  /** The result as an object or a list; null where it is neither or cannot speak of an error. */
  private static @Nullable JsonNode opened(@Nullable JsonNode sent) {
    if (sent == null || (sent.isString() && !sent.stringValue().contains("rror"))) {
      return null;
    }
    JsonNode result = Json.opened(sent);
    return result.isContainer() ? result : null;
  }

  private static boolean failed(JsonNode node, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (node.isArray()) {
      return node.size() > 0 && failed(Json.opened(node.get(0)), depth + 1);
    }
    if (!node.isObject()) {
      return false;
    }
    if (isTrue(node.get("isError")) || isTrue(node.get("is_error"))) {
      return true;
    }
    boolean langChain = node.has("tool_call_id") && "error".equals(Json.text(node.get("status")));
    boolean jsonRpc = node.has("jsonrpc") && node.path("error").isObject();
    boolean vercel =
        node.size() == 2 && String.valueOf(Json.text(node.get("type"))).startsWith("error-");
    if (langChain || jsonRpc || vercel) {
      return true;
    }
    for (String name : WRAPPERS) {
      JsonNode inner = node.get(name);
      if (inner != null && failed(Json.opened(inner), depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(@Nullable JsonNode flag) {
    return flag != null
        && (flag.isBoolean() ? flag.booleanValue() : "true".equalsIgnoreCase(Json.text(flag)));
  }

  private static @Nullable String text(JsonNode node, int depth) {
    if (depth > DEEPEST || node.isNull()) {
      return null;
    }
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        String text = text(element, depth + 1);
        if (text != null) {
          return text;
        }
      }
      return null;
    }
    for (String name : List.of("content", "text", "error", "message")) {
      String text = node.has(name) ? text(node.get(name), depth + 1) : null;
      if (text != null) {
        return text;
      }
    }
    for (String name : WRAPPERS) {
      String text = node.has(name) ? text(Json.opened(node.get(name)), depth + 1) : null;
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
