package dev.metaagent.observe.webhooks;

import dev.metaagent.observe.doors.PlainExecution;
import dev.metaagent.observe.doors.PlainExecution.Fault;
import dev.metaagent.observe.doors.PlainExecution.Kind;
import dev.metaagent.observe.doors.PlainExecution.Status;
import dev.metaagent.observe.doors.PlainExecution.Step;
import dev.metaagent.observe.doors.PlainExecution.Times;
import dev.metaagent.observe.doors.PlainExecution.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Parts of a run that our own contracts tell in the same words.
final class Told {

  private static final int DEEPEST = 20;

  private Told() {}

  static Times times(Fields fields) {
    BigDecimal duration = fields.decimal("durationMs");
    return new Times(
        fields.time("startedAt"),
        fields.time("endedAt"),
        duration == null ? null : Double.valueOf(duration.doubleValue()));
  }

  static Usage usage(Fields fields) {
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

  static @Nullable Status status(Fields fields) {
    String text = fields.text("status");
    Status status = Statuses.of(text);
    if (text != null && status == null) {
      fields.wrong("status", "ok, error or running");
    }
    return status;
  }

  /// What failed: an object with type and message, or a text.
  static @Nullable Fault fault(Fields fields) {
    if (!fields.has("error")) {
      return null;
    }
    if (fields.json().path("error").isValueNode()) {
      return new Fault(fields.text("errorType"), fields.text("error"));
    }
    Fields error = fields.object("error");
    return new Fault(error.text("type"), error.text("message"));
  }

  static List<Step> steps(Fields fields) {
    return steps(fields, 1);
  }

  private static List<Step> steps(Fields fields, int depth) {
    List<Step> steps = new ArrayList<>();
    if (depth > DEEPEST) {
      fields.wrong("steps", "are at most " + DEEPEST + " deep");
      return steps;
    }
    for (Fields step : fields.list("steps")) {
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

  private static Kind kind(Fields step) {
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
