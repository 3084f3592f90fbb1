package dev.metaagent.conventions.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes a tool's or step's value out of what frameworks wrap around it. */
public final class Envelopes {
  private static final int DEEPEST = 6;
  private static final List<String> FRAMEWORK_FIELDS =
      List.of("tags", "metadata", "kwargs", "input_str", "tool_call_id", "additional_kwargs");

  private Envelopes() {}

  /** The value itself, JSON and printed objects in strings opened. */
  public static JsonNode unwrapped(JsonNode sent) {
    JsonNode value = Printed.opened(sent);
    for (int depth = 0; depth < DEEPEST; depth++) {
      JsonNode inner = inside(value);
      if (inner == null) {
        return value;
      }
      value = Printed.opened(inner);
    }
    return value;
  }

  private static @Nullable JsonNode inside(JsonNode value) {
    if (!value.isObject()) {
      return null;
    }
    if (value.has("lc") && value.has("kwargs")) {
      return value.get("kwargs");
    }
    if (value.has("type") && value.has("data") && value.size() == 2) {
      return value.get("data");
    }
    if (value.has("content") && value.has("tool_call_id")) {
      return value.get("content");
    }
    if (value.has("raw_output")) {
      return value.get("raw_output");
    }
    if (value.has("tool_output") && value.has("tool_name")) {
      return value.get("tool_output");
    }
    if (value.has("content") && (value.has("isError") || value.has("structuredContent"))) {
      return text(value.get("content"));
    }
    if (value.has("kwargs") && isCall(value)) {
      return value.get("kwargs");
    }
    if (value.size() == 2 && value.has("args") && value.has("kwargs")) {
      JsonNode args = value.get("args");
      return value.get("kwargs").isEmpty() && args.size() == 1 ? args.get(0) : null;
    }
    if (value.size() == 2 && value.has("input") && value.has("options")) {
      return value.get("input");
    }
    boolean framework = FRAMEWORK_FIELDS.stream().anyMatch(value::has);
    for (String name : List.of("inputs", "outputs", "output", "input")) {
      JsonNode inner = value.get(name);
      if (inner != null && !inner.isNull() && (framework || isMessage(inner))) {
        return inner;
      }
    }
    return null;
  }

  /** The text of MCP's blocks; null if they are not all text. */
  private static @Nullable JsonNode text(JsonNode blocks) {
    StringBuilder text = new StringBuilder();
    for (JsonNode block : blocks) {
      String part = Json.text(block.get("text"));
      if (part == null) {
        return null;
      }
      text.append(text.isEmpty() ? "" : "\n").append(part);
    }
    return text.isEmpty() ? null : Json.string(text.toString());
  }

  /** A Python call by name only: {@code kwargs}, and no positional {@code args}. */
  private static boolean isCall(JsonNode value) {
    boolean positional = value.has("args") && !value.get("args").isEmpty();
    return !positional && (value.size() == 1 || value.has("args"));
  }

  private static boolean isMessage(JsonNode node) {
    return node.isObject() && (node.has("lc") || node.has("tool_call_id"));
  }
}
