package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.SpanFacts;
import dev.metaagent.conventions.json.Json;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What went into one action and came out of it, for reading. Raw attributes are as they were sent.
 *
 * @param input the question, the arguments, the query; text or JSON; null if not sent
 * @param output the answer, the result, the documents
 * @param answer what the action finally said, as text; null if it only called tools or says nothing
 * @param messages all messages to and from a model; null where there are none
 * @param code the place in the code that it comes from
 */
public record ActionContent(
    @Nullable JsonNode input,
    @Nullable JsonNode output,
    @Nullable String answer,
    @Nullable List<Message> messages,
    ObjectNode attributes,
    ObjectNode resource,
    Scope scope,
    List<Event> events,
    List<Log> logs,
    @Nullable CodePlace code) {

  /** The instrumentation that made the span. */
  public record Scope(String name, String version) {}

  /**
   * The place in the code that an action comes from.
   *
   * @param function with the class or module that it is in, where that is told
   */
  public record CodePlace(
      @Nullable String file, @Nullable Integer line, @Nullable String function) {

    private static final String PREFIX = "code.";

    /** What a span says of it. */
    static @Nullable CodePlace of(Span span) {
      List<KeyValue> said =
          span.getAttributesList().stream()
              .filter(attribute -> attribute.getKey().startsWith(PREFIX))
              .toList();
      if (said.isEmpty()) {
        return null;
      }
      SpanFacts facts = new SpanFacts(said);
      String file = facts.text(Field.CODE_FILE);
      Integer line = line(facts.count(Field.CODE_LINE));
      String function = function(facts);
      return file == null && line == null && function == null
          ? null
          : new CodePlace(file, line, function);
    }

    private static @Nullable Integer line(@Nullable Long count) {
      return count == null || count < 1 || count > Integer.MAX_VALUE ? null : count.intValue();
    }

    /** The newest name holds the whole name, the older one stands beside its namespace. */
    private static @Nullable String function(SpanFacts facts) {
      String function = facts.text(Field.CODE_FUNCTION);
      String namespace = facts.text(Field.CODE_NAMESPACE);
      boolean whole = facts.saidByFirstName(Field.CODE_FUNCTION);
      return function == null || namespace == null || whole ? function : namespace + "." + function;
    }
  }

  /** A span event. */
  public record Event(String name, long atNanos, ObjectNode attributes) {}

  /** A log record of the span. */
  public record Log(
      String name, long atNanos, String severity, JsonNode body, ObjectNode attributes) {}

  /** The content of a span and the log records that name it. */
  public static ActionContent of(
      Resource resource, InstrumentationScope scope, Span span, List<LogRecord> logs) {
    MappedSpan mapped = SpanMapping.map(resource, scope, span);
    ActionKind kind = mapped.kind();
    List<Message> messages = ActionMessages.of(span, logs, kind);
    JsonNode output = ActionBodies.output(kind, mapped.status(), span, messages);
    return new ActionContent(
        ActionBodies.input(kind, span, messages),
        output,
        ActionBodies.answer(kind, output, messages),
        messages.isEmpty() ? null : messages,
        Json.object(span.getAttributesList()),
        Json.object(resource.getAttributesList()),
        new Scope(scope.getName(), scope.getVersion()),
        events(span),
        logs(logs),
        CodePlace.of(span));
  }

  /** The input as text; null if there is none. */
  public @Nullable String inputText() {
    return input == null ? null : Json.written(input);
  }

  /** The output as text; null if there is none. */
  public @Nullable String outputText() {
    return output == null ? null : Json.written(output);
  }

  /** The same action with another input and output. */
  public ActionContent with(@Nullable JsonNode input, @Nullable JsonNode output) {
    return new ActionContent(
        input, output, answer, messages, attributes, resource, scope, events, logs, code);
  }

  /**
   * What the action finally said, as text or JSON; null if it only called tools or says nothing.
   */
  public @Nullable JsonNode said() {
    if (answer == null) {
      return null;
    }
    return answer.equals(outputText()) ? output : Json.string(answer);
  }

  private static List<Event> events(Span span) {
    List<Event> events = new ArrayList<>(span.getEventsCount());
    for (Span.Event event : span.getEventsList()) {
      events.add(
          new Event(
              event.getName(), event.getTimeUnixNano(), Json.object(event.getAttributesList())));
    }
    return events;
  }

  private static List<Log> logs(List<LogRecord> records) {
    List<Log> logs = new ArrayList<>(records.size());
    for (LogRecord record : records) {
      logs.add(
          new Log(
              LogMapping.eventName(record),
              LogMapping.time(record),
              record.getSeverityText(),
              Json.of(record.getBody()),
              Json.object(record.getAttributesList())));
    }
    return logs;
  }
}
