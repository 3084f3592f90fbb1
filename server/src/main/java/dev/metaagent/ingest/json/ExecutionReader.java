package dev.metaagent.ingest.json;

import dev.metaagent.executions.OutcomeKeys;
import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Times;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a run from its JSON (`protocol/execution.schema.json`).
final class ExecutionReader {

  static final int MOST_STEPS = 5_000;
  static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_BODY = 2_000_000;

  private static final Map<String, Status> STATUSES = named(Status.values());
  private static final Map<String, Kind> KINDS = named(Kind.values());

  private int steps;

  private ExecutionReader() {}

  /// The run; problems are noted.
  static PlainExecution read(JsonNode json, DocumentProblems problems) {
    return new ExecutionReader().run(new ObjectReader(json, "", problems));
  }

  private PlainExecution run(ObjectReader fields) {
    List<String> keys = fields.texts("keys", OutcomeKeys.MOST - 2, OutcomeKeys.LONGEST);
    String key = fields.text("outcomeKey", OutcomeKeys.LONGEST);
    if (key != null) {
      keys.add(key);
    }
    PlainExecution run =
        new PlainExecution(
            fields.required("id", LONGEST_NAME),
            fields.required("agent", LONGEST_NAME),
            fields.choice("status", STATUSES),
            times(fields),
            fields.body("input", LONGEST_BODY),
            fields.body("output", LONGEST_BODY),
            fault(fields),
            usage(fields),
            about(fields),
            fields.truth("success"),
            keys,
            fields.text("parentId", LONGEST_NAME),
            fields.text("traceparent", LONGEST_NAME),
            fields.count("revision"),
            steps(fields, 1));
    fields.done();
    return run;
  }

  private static About about(ObjectReader fields) {
    ObjectReader prompt = fields.object("prompt");
    About about =
        new About(
            fields.text("framework", 100),
            fields.text("version", 100),
            fields.text("environment", 100),
            fields.text("sessionId", 300),
            fields.text("userId", 300),
            prompt == null ? null : prompt.text("name", LONGEST_NAME),
            prompt == null ? null : prompt.text("version", 100),
            fields.text("arm", 100),
            fields.text("taskClass", LONGEST_NAME),
            fields.texts("learnings", 100, LONGEST_NAME),
            fields.facts("attributes", 40, 500));
    if (prompt != null) {
      prompt.done();
    }
    return about;
  }

  private static Times times(ObjectReader fields) {
    return new Times(
        fields.time("startedAt"), fields.time("endedAt"), fields.number("durationMs", 0, 1e11));
  }

  private static @Nullable Fault fault(ObjectReader fields) {
    ObjectReader error = fields.object("error");
    if (error == null) {
      return null;
    }
    Fault fault = new Fault(error.text("type", LONGEST_NAME), error.text("message", 10_000));
    error.done();
    return fault;
  }

  private static Usage usage(ObjectReader fields) {
    return new Usage(
        fields.text("model", LONGEST_NAME),
        fields.text("provider", 100),
        fields.count("inputTokens"),
        fields.count("outputTokens"),
        fields.count("cacheReadTokens"),
        fields.count("cacheWriteTokens"),
        fields.count("reasoningTokens"),
        cost(fields));
  }

  private static java.math.@Nullable BigDecimal cost(ObjectReader fields) {
    java.math.BigDecimal cost = fields.decimal("costUsd");
    if (cost != null && (cost.signum() < 0 || cost.doubleValue() > 1e6)) {
      fields.wrong("costUsd", "is a number from 0 to 1000000");
      return null;
    }
    return cost;
  }

  private List<Step> steps(ObjectReader around, int depth) {
    List<Step> read = new ArrayList<>();
    List<ObjectReader> all = around.objects("steps");
    if (all.isEmpty()) {
      return read;
    }
    steps += all.size();
    if (steps > MOST_STEPS || depth > DEEPEST) {
      around.wrong(
          "steps", "a run has at most " + MOST_STEPS + " steps, " + DEEPEST + " inside each other");
      return read;
    }
    for (ObjectReader fields : all) {
      read.add(step(fields, depth));
    }
    return read;
  }

  private Step step(ObjectReader fields, int depth) {
    Kind kind = fields.choice("kind", KINDS);
    if (kind == null && !fields.has("kind")) {
      fields.wrong("kind", "is required: one of " + String.join(", ", KINDS.keySet()));
    }
    String model = fields.text("model", LONGEST_NAME);
    String name =
        kind == Kind.LLM && !fields.has("name") ? call(model) : fields.required("name", 300);
    Step step =
        new Step(
            fields.text("id", LONGEST_NAME),
            Objects.requireNonNullElse(kind, Kind.OTHER),
            name,
            fields.choice("status", STATUSES),
            times(fields),
            fields.body("input", LONGEST_BODY),
            fields.body("output", LONGEST_BODY),
            fault(fields),
            usage(fields),
            fields.text("toolCallId", LONGEST_NAME),
            steps(fields, depth + 1));
    fields.done();
    return step;
  }

  private static String call(@Nullable String model) {
    return model == null ? "chat" : "chat " + model;
  }

  private static <E extends Enum<E>> Map<String, E> named(E[] values) {
    Map<String, E> named = new LinkedHashMap<>();
    for (E value : values) {
      named.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return named;
  }
}
