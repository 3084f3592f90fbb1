package dev.metaagent.conventions;

import dev.metaagent.conventions.json.Envelopes;
import dev.metaagent.conventions.json.Json;
import dev.metaagent.conventions.json.ReadableBodies;
import dev.metaagent.conventions.json.Unflattened;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The one input and the one output of an action that a reader wants first. */
final class ActionBodies {
  private static final List<String> TOOL_INPUTS =
      List.of(
          "gen_ai.tool.call.arguments",
          "tool_arguments",
          "ai.toolCall.args",
          "spring.ai.tool.call.arguments",
          "gcp.vertex.agent.tool_call_args",
          "haystack.agent.step.tool.input",
          "genkit:input",
          "tool.arguments",
          "input.value",
          "traceloop.entity.input",
          "input");

  private static final List<String> TOOL_OUTPUTS =
      List.of(
          "gen_ai.tool.call.result",
          "tool_response",
          "ai.toolCall.result",
          "spring.ai.tool.call.result",
          "gcp.vertex.agent.tool_response",
          "haystack.agent.step.tool.output",
          "genkit:output",
          "output.value",
          "traceloop.entity.output",
          "output");

  private static final List<String> INPUTS =
      List.of(
          "metaagent.input",
          "gen_ai.retrieval.query.text",
          "langfuse.observation.input",
          "input.value",
          "traceloop.entity.input",
          "gen_ai.prompt",
          "gen_ai.task.input",
          "mlflow.spanInputs",
          "lmnr.span.input",
          "genkit:input",
          "mastra.agent_run.input",
          "mastra.workflow_run.input",
          "haystack.component.input",
          "haystack.agent.input",
          "gen_ai.tool.input",
          "ai.prompt",
          "ai.value",
          "ai.values",
          "db.query.text",
          "input");

  private static final List<String> OUTPUTS =
      List.of(
          "metaagent.output",
          "gen_ai.retrieval.documents",
          "final_result",
          "langfuse.observation.output",
          "output.value",
          "traceloop.entity.output",
          "gen_ai.completion",
          "gen_ai.task.output",
          "mlflow.spanOutputs",
          "lmnr.span.output",
          "genkit:output",
          "mastra.agent_run.output",
          "mastra.workflow_run.output",
          "haystack.component.output",
          "haystack.agent.output",
          "gen_ai.tool.output",
          "ai.response.object",
          "crewai.crew.result",
          "output");

  private ActionBodies() {}

  static @Nullable JsonNode input(ActionKind kind, Span span, List<Message> messages) {
    if (isCallOfTool(kind)) {
      JsonNode sent = first(span, TOOL_INPUTS);
      return sent == null
          ? orElse(ofEvent(span, "gen_ai.tool.message", "content"), span, INPUTS)
          : sent;
    }
    for (Message message : messages.reversed()) {
      String text = message.text();
      if (message.side().equals("input") && message.role().equals("user") && text != null) {
        return Json.string(text.stripTrailing());
      }
    }
    return first(span, INPUTS, ReadableBodies::question);
  }

  /** The result of a tool as it was sent, with all that wraps it. */
  static @Nullable JsonNode toolResult(Span span) {
    for (List<String> names : List.of(TOOL_OUTPUTS, OUTPUTS)) {
      for (String name : names) {
        AnyValue value = ActionMessages.value(span.getAttributesList(), name);
        if (value != null) {
          return Json.of(value);
        }
      }
    }
    return null;
  }

  static @Nullable JsonNode output(
      ActionKind kind, ActionStatus status, Span span, List<Message> messages) {
    boolean failed = status == ActionStatus.ERROR;
    if (isCallOfTool(kind)) {
      JsonNode sent = first(span, TOOL_OUTPUTS);
      JsonNode result =
          sent == null ? orElse(ofEvent(span, "gen_ai.choice", "message"), span, OUTPUTS) : sent;
      return failed && result != null && result.isEmpty() && !result.isValueNode() ? null : result;
    }
    if (failed && kind == ActionKind.LLM) {
      return null; // what stands there is the request's frame or the error
    }
    if (kind == ActionKind.RETRIEVAL) {
      JsonNode documents = Unflattened.list(span.getAttributesList(), "retrieval.documents");
      return documents == null ? first(span, OUTPUTS) : documents(documents);
    }
    AnyValue answer = ActionMessages.value(span.getAttributesList(), "final_result");
    return answer == null ? ofMessages(span, messages) : Json.opened(Json.of(answer));
  }

  private static boolean isCallOfTool(ActionKind kind) {
    return kind == ActionKind.TOOL || kind == ActionKind.HANDOFF;
  }

  /** The output as an answer to a person: no tool calls. */
  static @Nullable String answer(
      ActionKind kind, @Nullable JsonNode output, List<Message> messages) {
    List<Message> said =
        messages.stream().filter(message -> message.side().equals("output")).toList();
    boolean onlyCalls = !said.isEmpty() && said.stream().allMatch(m -> m.text() == null);
    boolean goesOn =
        kind == ActionKind.LLM && !said.isEmpty() && !said.getLast().toolCalls().isEmpty();
    JsonNode answer = onlyCalls || goesOn ? finalAnswer(said) : output;
    if (answer == null || answer.isNull()) {
      return null;
    }
    String text = Json.written(answer);
    return text.isBlank() ? null : text;
  }

  /** Agents that may only call tools answer with the argument of {@code final_answer}. */
  private static @Nullable JsonNode finalAnswer(List<Message> said) {
    for (Message message : said.reversed()) {
      for (Message.Part call : message.toolCalls()) {
        JsonNode arguments = call.arguments();
        boolean sent = arguments != null && arguments.isObject() && arguments.size() == 1;
        if ("final_answer".equals(call.name()) && sent) {
          return Objects.requireNonNull(arguments).iterator().next();
        }
      }
    }
    return null;
  }

  private static @Nullable JsonNode ofMessages(Span span, List<Message> messages) {
    JsonNode result = null;
    String last = null;
    for (Message message : messages.reversed()) {
      if (!message.side().equals("output")) {
        continue;
      }
      String text = message.role().equals("assistant") ? message.text() : null;
      if (text != null) {
        return Json.string(text.stripTrailing());
      }
      if (!message.toolCalls().isEmpty()) {
        return calls(message);
      }
      result = result == null ? result(message) : result;
      last = last == null ? message.text() : last;
    }
    JsonNode sent = result == null ? first(span, OUTPUTS, ReadableBodies::result) : result;
    boolean onlyMessages = sent != null && sent.isContainer() && sent.size() == 1;
    return onlyMessages && last != null && result == null ? Json.string(last) : sent;
  }

  /** What a step that only ran tools got from the last one. */
  private static @Nullable JsonNode result(Message message) {
    return message.parts().stream()
        .map(Message.Part::result)
        .filter(Objects::nonNull)
        .reduce((_, later) -> later)
        .orElse(null);
  }

  private static JsonNode calls(Message message) {
    ArrayNode calls = Json.array();
    for (Message.Part call : message.toolCalls()) {
      JsonNode arguments = call.arguments();
      calls
          .addObject()
          .put("name", call.name())
          .set("arguments", arguments == null ? Json.object() : arguments);
    }
    return calls;
  }

  private static JsonNode documents(JsonNode list) {
    ArrayNode documents = Json.array();
    for (JsonNode entry : list) {
      documents.add(entry.has("document") ? entry.get("document") : entry);
    }
    return documents;
  }

  private static @Nullable JsonNode first(Span span, List<String> names) {
    return first(span, names, Envelopes::unwrapped);
  }

  /** The first attribute of which something can be read. */
  private static @Nullable JsonNode first(
      Span span, List<String> names, Function<JsonNode, @Nullable JsonNode> reading) {
    for (String name : names) {
      AnyValue value = ActionMessages.value(span.getAttributesList(), name);
      JsonNode read = value == null ? null : reading.apply(Json.of(value));
      if (read != null) {
        return read;
      }
    }
    return null;
  }

  private static @Nullable JsonNode orElse(@Nullable JsonNode sent, Span span, List<String> names) {
    return sent == null ? first(span, names) : sent;
  }

  private static @Nullable JsonNode ofEvent(Span span, String event, String attribute) {
    for (Span.Event candidate : span.getEventsList()) {
      if (candidate.getName().equals(event)) {
        for (KeyValue pair : candidate.getAttributesList()) {
          if (pair.getKey().equals(attribute)) {
            return Envelopes.unwrapped(Json.of(pair.getValue()));
          }
        }
      }
    }
    return null;
  }
}
