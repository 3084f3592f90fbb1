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

  /** The value itself, JSON in strings opened. */
  public static JsonNode unwrapped(JsonNode sent) {
    JsonNode value = Json.opened(sent);
    for (int depth = 0; depth < DEEPEST; depth++) {
      JsonNode inner = inside(value);
      if (inner == null) {
        return value;
      }
      value = Json.opened(inner);
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
    if (value.has("kwargs") && isCall(value)) {
      return value.get("kwargs");
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

  /** A Python call by name only: {@code kwargs}, and no positional {@code args}. */
  private static boolean isCall(JsonNode value) {
    boolean positional = value.has("args") && !value.get("args").isEmpty();
    return !positional && (value.size() == 1 || value.has("args"));
  }

  private static boolean isMessage(JsonNode node) {
    return node.isObject() && (node.has("lc") || node.has("tool_call_id"));
  }
}
