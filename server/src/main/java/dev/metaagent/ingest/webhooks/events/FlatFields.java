package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.ingest.json.PlainOutcome.Source;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Runs and outcomes from flat fields, as a mapping picks them.
final class FlatFields {

  private static final String ATTRIBUTES = "attributes.";

  private FlatFields() {}

  /// @param item the JSON it was read from: the same item again is the same run
  static PlainExecution execution(EventFields fields, Supplier<String> item) {
    String id = fields.text("id");
    String key = fields.text("key");
    String status = fields.text("status");
    Status known = Statuses.of(status);
    if (status != null && known == null) {
      fields.wrong("status", "a word for ok, error or running, such as completed or failed");
    }
    String error = fields.text("error");
    String errorType = fields.text("errorType");
    return new PlainExecution(
        id == null || id.isBlank() ? hash(item.get()) : id,
        fields.need("agent"),
        known,
        CommonFields.times(fields),
        fields.text("input"),
        fields.text("output"),
        error == null && errorType == null ? null : new Fault(errorType, error),
        CommonFields.usage(fields),
        about(fields),
        fields.flag("success"),
        key == null ? List.of() : List.of(key),
        fields.text("parentId"),
        fields.text("traceparent"),
        fields.count("revision"),
        List.of());
  }

  private static About about(EventFields fields) {
    Map<String, String> attributes = new HashMap<>();
    fields
        .json()
        .forEachEntry((name, value) -> {
          String text = EventFields.text(value);
          if (name.startsWith(ATTRIBUTES) && text != null) {
            attributes.put(name.substring(ATTRIBUTES.length()), text);
          }
        });
    return new About(
        fields.text("framework"),
        fields.text("version"),
        fields.text("environment"),
        fields.text("sessionId"),
        fields.text("userId"),
        fields.text("promptName"),
        fields.text("promptVersion"),
        fields.text("arm"),
        fields.text("taskClass"),
        List.of(),
        attributes);
  }

  static PlainOutcome outcome(EventFields fields) {
    String executionId = fields.text("executionId");
    String traceId = fields.text("traceId");
    String key = fields.text("key");
    if (executionId == null && traceId == null && key == null) {
      fields.wrong("key", "executionId, traceId or key names the run");
    }
    BigDecimal confidence = fields.decimal("confidence");
    return new PlainOutcome(
        fields.text("id"),
        executionId,
        traceId,
        key,
        fields.need("outcomeKind"),
        fields.flag("success"),
        source(fields),
        confidence == null ? null : Double.valueOf(confidence.doubleValue()),
        fields.decimal("value"),
        fields.text("comment"),
        fields.text("by"),
        fields.time("at"));
  }

  private static Source source(EventFields fields) {
    String text = fields.text("source");
    if (text == null) {
      return Source.OUTCOME;
    }
    for (Source source : Source.values()) {
      if (source.name().equals(text.toUpperCase(Locale.ROOT))) {
        return source;
      }
    }
    fields.wrong("source", "outcome, person or downstream");
    return Source.OUTCOME;
  }

  private static String hash(String item) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(item.getBytes(StandardCharsets.UTF_8));
      return "webhook:" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
