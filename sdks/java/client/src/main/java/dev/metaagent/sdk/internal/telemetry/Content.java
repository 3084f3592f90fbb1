package dev.metaagent.sdk.internal.telemetry;

import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.text.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.regex.Pattern;

/// What of a span leaves the process: without inputs and outputs where they are switched off, and
/// with personal data and secrets replaced.
final class Content {

  /// Inputs and outputs under the names of all conventions.
  private static final Pattern BODY =
      Pattern.compile(
          "metaagent\\.(input|output)"
              + "|gen_ai\\.(system_instructions|(input|output)\\.messages|tool\\.call\\.(arguments|result))"
              + "|gen_ai\\.(prompt|completion)(\\.[0-9].*)?"
              + "|gen_ai\\.retrieval\\.(query\\.text|documents)"
              + "|(input|output)\\.value|llm\\.(input|output)_messages\\..*"
              + "|traceloop\\.entity\\.(input|output)"
              + "|spring\\.ai\\.tool\\.call\\.(arguments|result)");

  private static final String MESSAGE_EVENT = "gen_ai\\.(.*\\.message|choice|content\\..*)";

  private final boolean bodies;
  private final Redactor redactor = Redactor.standard();

  Content(boolean bodies) {
    this.bodies = bodies;
  }

  SpanData of(SpanData span) {
    return new LeavingSpan(
        span,
        redactor.redact(span.getName()),
        attributes(span.getAttributes()),
        span.getEvents().stream()
            .filter(event -> bodies || !event.getName().matches(MESSAGE_EVENT))
            .map(this::event)
            .toList(),
        status(span.getStatus()));
  }

  private StatusData status(StatusData status) {
    return status.getDescription().isEmpty()
        ? status
        : StatusData.create(status.getStatusCode(), redactor.redact(status.getDescription()));
  }

  private EventData event(EventData event) {
    return EventData.create(
        event.getEpochNanos(),
        event.getName(),
        attributes(event.getAttributes()),
        event.getTotalAttributeCount());
  }

  private Attributes attributes(Attributes attributes) {
    AttributesBuilder leaving = Attributes.builder();
    attributes.forEach((key, value) -> put(leaving, key, value));
    return leaving.build();
  }

  private void put(AttributesBuilder leaving, AttributeKey<?> key, Object value) {
    if (!bodies && BODY.matcher(key.getKey()).matches()) {
      return;
    }
    if (value instanceof String text) {
      leaving.put(key.getKey(), redactor.isSecret(key.getKey()) ? "<SECRET>" : text(text));
    } else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> texts) {
      leaving.put(
          AttributeKey.stringArrayKey(key.getKey()),
          texts.stream().map(text -> text(String.valueOf(text))).toList());
    } else {
      putUnchanged(leaving, key, value);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void putUnchanged(
      AttributesBuilder leaving, AttributeKey<T> key, Object value) {
    leaving.put(key, (T) value);
  }

  /// JSON within a text is looked through by its keys first.
  private String text(String text) {
    if (!Json.opens(text)) {
      return redactor.redact(text);
    }
    try {
      Object json = Json.parse(text);
      Object redacted = redactor.redact(json);
      boolean same = json != null && json.equals(redacted);
      return redactor.redact(same ? text : Json.write(redacted));
    } catch (InvalidJson e) {
      return redactor.redact(text);
    }
  }
}
