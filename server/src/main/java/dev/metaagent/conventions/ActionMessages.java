package dev.metaagent.conventions;

import dev.metaagent.conventions.json.Json;
import dev.metaagent.conventions.json.Unflattened;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of one action. They are in attributes (structured, as JSON or flattened), in span
 * events, or in log records; the first place that has any, in the order of trust, is taken.
 */
final class ActionMessages {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private static final List<String> INPUT_LISTS = List.of("llm.input_messages", "gen_ai.prompt");
  private static final List<String> OUTPUT_LISTS =
      List.of("llm.output_messages", "gen_ai.completion");

  private static final List<String> INPUT_BODIES =
      List.of(
          "ai.prompt.messages",
          "ai.prompt",
          "langfuse.observation.input",
          "gen_ai.prompt",
          "pydantic_ai.all_messages",
          "all_messages_events",
          "traceloop.entity.input",
          "gen_ai.task.input",
          "mlflow.chat.messages",
          "mlflow.spanInputs",
          "lmnr.span.input",
          "genkit:input",
          "mastra.agent_run.input",
          "haystack.component.input",
          "haystack.agent.step.llm.input",
          "input.value",
          "agent.messages",
          "request_data",
          "raw_input");

  private static final List<String> OUTPUT_BODIES =
      List.of(
          "langfuse.observation.output",
          "gen_ai.completion",
          "traceloop.entity.output",
          "gen_ai.task.output",
          "mlflow.spanOutputs",
          "lmnr.span.output",
          "genkit:output",
          "mastra.agent_run.output",
          "haystack.component.output",
          "haystack.agent.step.llm.output",
          "output.value",
          "response_data",
          "response");

  private ActionMessages() {}

  static List<Message> of(Span span, List<LogRecord> logs, ActionKind kind) {
    if (kind == ActionKind.TOOL || kind == ActionKind.RETRIEVAL || kind == ActionKind.EMBEDDING) {
      return List.of();
    }
    List<KeyValue> attributes = span.getAttributesList();
    List<Message> input = input(attributes);
    List<Message> output = output(attributes);
    if (input.isEmpty() || output.isEmpty()) {
      List<Message> sent = ofEvents(span.getEventsList());
      sent.addAll(ofLogs(logs));
      input = input.isEmpty() ? side(sent, INPUT) : input;
      output = output.isEmpty() ? side(sent, OUTPUT) : output;
    }
    List<Message> all = new ArrayList<>(input);
    all.addAll(output);
    return all;
  }

  private static List<Message> input(List<KeyValue> attributes) {
    List<Message> messages = new ArrayList<>();
    AnyValue sent = value(attributes, "gen_ai.input.messages");
    if (sent != null) {
      messages.addAll(instructions(attributes));
      messages.addAll(MessageReader.read(Json.of(sent), INPUT));
      return messages;
    }
    return first(attributes, INPUT_LISTS, INPUT_BODIES, INPUT);
  }

  private static List<Message> output(List<KeyValue> attributes) {
    AnyValue sent = value(attributes, "gen_ai.output.messages");
    if (sent != null) {
      return MessageReader.read(Json.of(sent), OUTPUT);
    }
    List<Message> messages = first(attributes, OUTPUT_LISTS, OUTPUT_BODIES, OUTPUT);
    if (!messages.isEmpty()) {
      return messages;
    }
    List<Message.Part> parts = new ArrayList<>();
    AnyValue text = value(attributes, "ai.response.text");
    if (text != null) {
      parts.addAll(MessageParts.of(Json.of(text)));
    }
    AnyValue calls = value(attributes, "ai.response.toolCalls");
    if (calls != null) {
      for (JsonNode call : Json.opened(Json.of(calls))) {
        parts.addAll(MessageParts.of(withType(call)));
      }
    }
    return parts.isEmpty() ? List.of() : List.of(new Message("assistant", parts, OUTPUT));
  }

  private static JsonNode withType(JsonNode call) {
    if (!call.isObject() || call.has("type")) {
      return call;
    }
    ObjectNode typed = Json.object();
    typed.set("toolUse", call);
    return typed;
  }

  private static List<Message> instructions(List<KeyValue> attributes) {
    AnyValue sent = value(attributes, "gen_ai.system_instructions");
    if (sent == null) {
      return List.of();
    }
    List<Message.Part> parts = MessageParts.of(Json.opened(Json.of(sent)));
    return parts.isEmpty() ? List.of() : List.of(new Message("system", parts, INPUT));
  }

  private static List<Message> first(
      List<KeyValue> attributes, List<String> lists, List<String> bodies, String side) {
    for (String prefix : lists) {
      JsonNode list = Unflattened.list(attributes, prefix);
      if (list != null) {
        List<Message> messages = MessageReader.read(list, side);
        if (!messages.isEmpty()) {
          return messages;
        }
      }
    }
    for (String name : bodies) {
      AnyValue body = value(attributes, name);
      if (body != null) {
        List<Message> messages = MessageReader.read(Json.of(body), side);
        if (!messages.isEmpty()) {
          return messages;
        }
      }
    }
    return List.of();
  }

  private static List<Message> ofEvents(List<Span.Event> events) {
    List<Message> messages = new ArrayList<>();
    for (Span.Event event : events) {
      addTold(messages, event.getName(), Json.object(event.getAttributesList()));
      messages.addAll(ofDetails(event.getName(), event.getAttributesList()));
    }
    return messages;
  }

  private static List<Message> ofLogs(List<LogRecord> logs) {
    List<Message> messages = new ArrayList<>();
    List<LogRecord> inOrder = new ArrayList<>(logs);
    inOrder.sort(Comparator.comparingLong(LogMapping::time));
    for (LogRecord log : inOrder) {
      String name = LogMapping.eventName(log);
      addTold(messages, name, Json.of(log.getBody()));
      messages.addAll(ofDetails(name, log.getAttributesList()));
    }
    return messages;
  }

  /** One record or event with the whole exchange. */
  private static List<Message> ofDetails(String name, List<KeyValue> attributes) {
    if (!name.startsWith("gen_ai.client.inference")
        && !name.startsWith("gen_ai.client.agent")
        && !name.startsWith("gen_ai.content.")) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>(input(attributes));
    messages.addAll(output(attributes));
    return messages;
  }

  /** One record or event a message, the role in its name. */
  private static void addTold(List<Message> messages, String name, JsonNode body) {
    Message message =
        switch (name) {
          case "gen_ai.system.message" -> MessageReader.message(body, "system", INPUT);
          case "gen_ai.user.message" -> MessageReader.message(body, "user", INPUT);
          case "gen_ai.assistant.message" -> MessageReader.message(body, "assistant", INPUT);
          case "gen_ai.tool.message" -> MessageReader.message(body, "tool", INPUT);
          case "gen_ai.choice" -> MessageReader.message(body, "assistant", OUTPUT);
          default -> null;
        };
    if (message != null) {
      messages.add(message);
    }
  }

  private static List<Message> side(List<Message> messages, String side) {
    return messages.stream().filter(message -> message.side().equals(side)).toList();
  }

  static @Nullable AnyValue value(List<KeyValue> attributes, String name) {
    for (KeyValue attribute : attributes) {
      if (attribute.getKey().equals(name)) {
        AnyValue value = attribute.getValue();
        boolean empty = value.hasStringValue() && value.getStringValue().isEmpty();
        return empty ? null : value;
      }
    }
    return null;
  }
}
