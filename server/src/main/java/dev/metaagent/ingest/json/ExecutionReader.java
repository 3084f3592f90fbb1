package dev.metaagent.observe.doors;

import dev.metaagent.observe.OutcomeKeys;
import dev.metaagent.observe.doors.PlainExecution.About;
import dev.metaagent.observe.doors.PlainExecution.Fault;
import dev.metaagent.observe.doors.PlainExecution.Kind;
import dev.metaagent.observe.doors.PlainExecution.Status;
import dev.metaagent.observe.doors.PlainExecution.Step;
import dev.metaagent.observe.doors.PlainExecution.Times;
import dev.metaagent.observe.doors.PlainExecution.Usage;
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

  /// The run; what is wrong with it is noted.
  static PlainExecution read(JsonNode json, Problems problems) {
    return new ExecutionReader().run(new Fields(json, "", problems));
  }

  private PlainExecution run(Fields fields) {
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

  private static About about(Fields fields) {
    Fields prompt = fields.object("prompt");
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

  private static Times times(Fields fields) {
    return new Times(
        fields.time("startedAt"), fields.time("endedAt"), fields.number("durationMs", 0, 1e11));
  }

  private static @Nullable Fault fault(Fields fields) {
    Fields error = fields.object("error");
    if (error == null) {
      return null;
    }
    Fault fault = new Fault(error.text("type", LONGEST_NAME), error.text("message", 10_000));
    error.done();
    return fault;
  }

  private static Usage usage(Fields fields) {
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

  private static java.math.@Nullable BigDecimal cost(Fields fields) {
    java.math.BigDecimal cost = fields.decimal("costUsd");
    if (cost != null && (cost.signum() < 0 || cost.doubleValue() > 1e6)) {
      fields.wrong("costUsd", "is a number from 0 to 1000000");
      return null;
    }
    return cost;
  }

  private List<Step> steps(Fields around, int depth) {
    List<Step> told = new ArrayList<>();
    List<Fields> all = around.objects("steps");
    if (all.isEmpty()) {
      return told;
    }
    steps += all.size();
    if (steps > MOST_STEPS || depth > DEEPEST) {
      around.wrong(
          "steps", "a run has at most " + MOST_STEPS + " steps, " + DEEPEST + " inside each other");
      return told;
    }
    for (Fields fields : all) {
      told.add(step(fields, depth));
    }
    return told;
  }

  private Step step(Fields fields, int depth) {
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
