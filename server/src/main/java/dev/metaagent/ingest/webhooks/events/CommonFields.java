package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Times;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Fields of a run that the ColdForge and Agency PM schemas share.
final class CommonFields {

  private static final int DEEPEST = 20;

  private CommonFields() {}

  static Times times(EventFields fields) {
    BigDecimal duration = fields.decimal("durationMs");
    return new Times(
        fields.time("startedAt"),
        fields.time("endedAt"),
        duration == null ? null : Double.valueOf(duration.doubleValue()));
  }

  static Usage usage(EventFields fields) {
    return new Usage(
        fields.text("model"),
        fields.text("provider"),
        fields.count("inputTokens"),
        fields.count("outputTokens"),
        fields.count("cacheReadTokens"),
        fields.count("cacheWriteTokens"),
        fields.count("reasoningTokens"),
        fields.decimal("costUsd"));
  }

  static @Nullable Status status(EventFields fields) {
    String text = fields.text("status");
    Status status = Statuses.of(text);
    if (text != null && status == null) {
      fields.wrong("status", "ok, error or running");
    }
    return status;
  }

  /// The error: an object with type and message, or a text.
  static @Nullable Fault fault(EventFields fields) {
    if (!fields.has("error")) {
      return null;
    }
    if (fields.json().path("error").isValueNode()) {
      return new Fault(fields.text("errorType"), fields.text("error"));
    }
    EventFields error = fields.object("error");
    return new Fault(error.text("type"), error.text("message"));
  }

  static List<Step> steps(EventFields fields) {
    return steps(fields, 1);
  }

  private static List<Step> steps(EventFields fields, int depth) {
    List<Step> steps = new ArrayList<>();
    if (depth > DEEPEST) {
      fields.wrong("steps", "are at most " + DEEPEST + " deep");
      return steps;
    }
    for (EventFields step : fields.list("steps")) {
      steps.add(
          new Step(
              step.text("id"),
              kind(step),
              step.need("name"),
              status(step),
              times(step),
              step.text("input"),
              step.text("output"),
              fault(step),
              usage(step),
              step.text("toolCallId"),
              steps(step, depth + 1)));
    }
    return steps;
  }

  private static Kind kind(EventFields step) {
    String text = step.need("kind");
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(text.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    if (!text.isEmpty()) {
      step.wrong("kind", "llm, tool, retrieval, embedding, agent, chain, guardrail or other");
    }
    return PlainExecution.Kind.OTHER;
  }
}
