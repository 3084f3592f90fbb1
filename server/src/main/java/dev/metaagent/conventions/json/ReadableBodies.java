package dev.metaagent.conventions.json;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run or step was asked and what it answered, as a person reads it: out of the objects that
 * frameworks pass around, or unknown.
 */
public final class ReadableBodies {
  private static final int DEEPEST = 6;

  /** A field that is the result of a run or step where one of the others is beside it. */
  private record Result(String field, List<String> beside) {
    boolean isIn(JsonNode value) {
      return value.hasNonNull(field) && beside.stream().anyMatch(value::has);
    }
  }

  private static final List<Result> RESULTS =
      List.of(
          new Result("return_values", List.of("log")),
          new Result(
              "raw",
              List.of("pydantic", "json_dict", "tasks_output", "token_usage", "output_format")),
          new Result("final_output", List.of("new_items", "raw_responses", "last_agent")),
          new Result(
              "output",
              List.of("state", "steps", "token_usage", "timing", "is_final_answer", "usage")),
          new Result("output", List.of("intermediate_steps", "chat_history")),
          new Result("result", List.of("stop_reason", "session_id", "is_error", "subtype")),
          new Result("response", List.of("done", "source_nodes", "structured_response")),
          new Result("text", List.of("files", "sources", "warnings")),
          new Result("data", List.of("documents")));

  /** Names under which a result lies alone. */
  private static final Set<String> LONE_RESULTS =
      Set.of(
          "result",
          "output",
          "outputs",
          "response",
          "final_output",
          "final_result",
          "return_value",
          "return_values",
          "raw",
          "replies",
          "answers",
          "text",
          "output_text",
          "completion",
          "generation",
          "generated_text",
          "outputText");

  /** Names under which a question lies alone. */
  private static final Set<String> LONE_QUESTIONS =
      Set.of(
          "input",
          "inputs",
          "question",
          "query",
          "prompt",
          "message",
          "task",
          "text",
          "ev",
          "start_event",
          "user_msg",
          "user_input",
          "user_prompt",
          "user_message",
          "query_str",
          "query_bundle",
          "str_or_query_bundle",
          "new_message");

  /** What frameworks hand on beside the question: a history, and settings of the run. */
  private static final Set<String> BESIDE_QUESTIONS =
      Set.of(
          "chat_history",
          "agent_scratchpad",
          "intermediate_steps",
          "config",
          "memory",
          "stream",
          "reset",
          "max_steps",
          "return_full_result",
          "output_task_messages");

  /** What frameworks pass between their own steps. */
  private static final List<String> STATES = List.of("init_state", "memory_step");

  private ReadableBodies() {}

  /** The result as text or JSON; null if it cannot be read or says nothing. */
  public static @Nullable JsonNode result(JsonNode sent) {
    JsonNode value = Envelopes.unwrapped(sent);
    for (int depth = 0; depth < DEEPEST; depth++) {
      value = withoutUnreadable(value);
      JsonNode inner = insideResult(value);
      if (inner == null) {
        break;
      }
      value = Envelopes.unwrapped(inner);
    }
    return readable(value);
  }

  /** The question as text or JSON; null if it cannot be read or says nothing. */
  public static @Nullable JsonNode question(JsonNode sent) {
    JsonNode value = Envelopes.unwrapped(sent);
    for (int depth = 0; depth < DEEPEST; depth++) {
      value = withoutUnreadable(value);
      JsonNode inner = insideQuestion(value);
      if (inner == null) {
        break;
      }
      value = Envelopes.unwrapped(inner);
    }
    return STATES.stream().anyMatch(value::has) ? null : readable(value);
  }

  private static @Nullable JsonNode insideResult(JsonNode value) {
    for (Result result : RESULTS) {
      if (result.isIn(value)) {
        return value.get(result.field());
      }
    }
    return lone(value, LONE_RESULTS);
  }

  private static @Nullable JsonNode insideQuestion(JsonNode value) {
    if (value.has("args") && value.has("kwargs")) {
      JsonNode given = withoutUnreadable(value.get("args"));
      JsonNode text = given.size() == 1 && given.get(0).isString() ? given.get(0) : null;
      return given.isEmpty() ? value.get("kwargs") : text;
    }
    return lone(without(BESIDE_QUESTIONS, value), LONE_QUESTIONS);
  }

  private static JsonNode without(Set<String> names, JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode kept = Json.object();
    value
        .propertyStream()
        .filter(field -> !names.contains(field.getKey()))
        .forEach(field -> kept.set(field.getKey(), field.getValue()));
    return kept;
  }

  /** The only field that is known, if it has one of these names; the only text of a list. */
  private static @Nullable JsonNode lone(JsonNode value, Set<String> names) {
    if (value.isArray()) {
      return value.size() == 1 && value.get(0).isString() ? value.get(0) : null;
    }
    String only = null;
    for (String name : value.propertyNames()) {
      if (value.hasNonNull(name)) {
        if (only != null) {
          return null;
        }
        only = name;
      }
    }
    return only != null && names.contains(only) ? value.get(only) : null;
  }

  /** Fields and elements that say nothing are left out. */
  private static JsonNode withoutUnreadable(JsonNode value) {
    if (value.valueStream().noneMatch(ReadableBodies::isUnreadable)) {
      return value;
    }
    if (value.isArray()) {
      ArrayNode kept = Json.array();
      value.valueStream().filter(element -> !isUnreadable(element)).forEach(kept::add);
      return kept;
    }
    ObjectNode kept = Json.object();
    value
        .propertyStream()
        .filter(field -> !isUnreadable(field.getValue()))
        .forEach(field -> kept.set(field.getKey(), field.getValue()));
    return kept;
  }

  private static boolean isUnreadable(JsonNode value) {
    return value.isString() && Unreadable.is(value.stringValue());
  }

  private static @Nullable JsonNode readable(JsonNode value) {
    if (value.isString()) {
      String text = value.stringValue().stripTrailing();
      boolean nothing = text.isEmpty() || text.equals("None") || text.equals("null");
      return nothing || Unreadable.is(text) || Printed.is(text) ? null : Json.string(text);
    }
    boolean nothing = value.isNull() || (value.isContainer() && value.isEmpty());
    return nothing || isAnswerWithoutMessage(value) ? null : value;
  }

  /** What providers and frameworks put around messages; they are read elsewhere, here are none. */
  private static boolean isAnswerWithoutMessage(JsonNode value) {
    if (value.has("generations") || value.has("llm_output")) {
      return true;
    }
    JsonNode first = value.path(value.has("choices") ? "choices" : "candidates").path(0);
    return first.has("finish_reason") || first.has("finishReason") || first.has("message");
  }
}
