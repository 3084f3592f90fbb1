package dev.metaagent.conventions;

import dev.metaagent.conventions.json.Envelopes;
import dev.metaagent.conventions.json.Json;
import dev.metaagent.conventions.json.Unflattened;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Objects;
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
          "db.query.text");

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
          "crewai.crew.result");

  private ActionBodies() {}

  static @Nullable JsonNode input(ActionKind kind, Span span, List<Message> messages) {
    if (kind == ActionKind.TOOL || kind == ActionKind.HANDOFF) {
      JsonNode sent = first(span, TOOL_INPUTS);
      return sent == null
          ? orElse(ofEvent(span, "gen_ai.tool.message", "content"), span, INPUTS)
          : sent;
    }
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      String text = message.text();
      if (message.side().equals("input") && message.role().equals("user") && text != null) {
        return Json.string(text);
      }
    }
    return first(span, INPUTS);
  }

  static @Nullable JsonNode output(ActionKind kind, Span span, List<Message> messages) {
    if (kind == ActionKind.TOOL || kind == ActionKind.HANDOFF) {
      JsonNode sent = first(span, TOOL_OUTPUTS);
      return sent == null ? orElse(ofEvent(span, "gen_ai.choice", "message"), span, OUTPUTS) : sent;
    }
    if (kind == ActionKind.RETRIEVAL) {
      JsonNode documents = Unflattened.list(span.getAttributesList(), "retrieval.documents");
      if (documents != null) {
        return documents(documents);
      }
    }
    AnyValue answer = ActionMessages.value(span.getAttributesList(), "final_result");
    return answer == null ? ofMessages(span, messages) : Json.opened(Json.of(answer));
  }

  /** The output as an answer to a person: no tool calls, and no printed Python object. */
  static @Nullable String answer(ActionKind kind, Span span, List<Message> messages) {
    boolean onlyCalls =
        messages.stream().anyMatch(message -> message.side().equals("output"))
            && messages.stream()
                .filter(message -> message.side().equals("output"))
                .allMatch(message -> message.text() == null);
    JsonNode output = onlyCalls ? finalAnswer(messages) : output(kind, span, messages);
    if (output == null || output.isNull()) {
      return null;
    }
    String text = Json.written(output);
    return text.isBlank() || isPrintedObject(text) ? null : text;
  }

  /** Agents that may only call tools answer with the argument of {@code final_answer}. */
  private static @Nullable JsonNode finalAnswer(List<Message> messages) {
    for (Message message : messages.reversed()) {
      for (Message.Part call : message.toolCalls()) {
        JsonNode arguments = call.arguments();
        boolean sent = arguments != null && arguments.isObject() && arguments.size() == 1;
        if (message.side().equals("output") && "final_answer".equals(call.name()) && sent) {
          return Objects.requireNonNull(arguments).iterator().next();
        }
      }
    }
    return null;
  }

  /**
   * {@code StopEvent(result=AgentOutput(...}, often cut off, or {@code <Stream object at 0x7f>}.
   */
  private static boolean isPrintedObject(String text) {
    if (text.startsWith("<") && text.contains(" object at 0x")) {
      return true;
    }
    int at = 0;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return at > 0
        && at < text.length()
        && Character.isUpperCase(text.charAt(0))
        && text.charAt(at) == '('
        && text.indexOf('=', at) > 0
        && text.indexOf('=', at) < at + 40;
  }

  private static @Nullable JsonNode ofMessages(Span span, List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.side().equals("output") && message.role().equals("assistant")) {
        String text = message.text();
        if (text != null) {
          return Json.string(text);
        }
        if (!message.toolCalls().isEmpty()) {
          return calls(message);
        }
      }
    }
    return first(span, OUTPUTS);
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
    for (String name : names) {
      AnyValue value = ActionMessages.value(span.getAttributesList(), name);
      if (value != null) {
        return Envelopes.unwrapped(Json.of(value));
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
