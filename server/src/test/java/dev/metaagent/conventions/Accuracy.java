package dev.metaagent.conventions;

import dev.metaagent.conventions.ReferenceAssembly.Execution;
import dev.metaagent.conventions.Telemetry.SentSpan;
import dev.metaagent.conventions.json.Json;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what is understood of a capture with what the model and the tools recorded. */
final class Accuracy {

  /** Facts right and asked, of one framework and field. */
  private static final class Score {
    int right;
    int asked;
  }

  private final Map<String, Map<String, Score>> scores = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  List<String> wrong() {
    return wrong;
  }

  void measure(Capture capture) throws UndecodableException {
    new Comparison(capture).run();
  }

  /** Right and asked per framework and field, one line a framework. */
  String table() {
    StringBuilder table = new StringBuilder();
    int right = 0;
    int asked = 0;
    for (Map.Entry<String, Map<String, Score>> framework : scores.entrySet()) {
      table.append(String.format(Locale.ROOT, "%-30s", framework.getKey()));
      for (Map.Entry<String, Score> field : framework.getValue().entrySet()) {
        Score score = field.getValue();
        right += score.right;
        asked += score.asked;
        table.append(
            String.format(Locale.ROOT, " %s %d/%d", field.getKey(), score.right, score.asked));
      }
      table.append('\n');
    }
    return table.append(String.format(Locale.ROOT, "all %d/%d%n", right, asked)).toString();
  }

  /** The same as data: right and asked of all, and "right/asked" per framework and field. */
  void report(Map<String, Object> into) {
    int right = 0;
    int asked = 0;
    Map<String, Map<String, String>> frameworks = new TreeMap<>();
    for (Map.Entry<String, Map<String, Score>> framework : scores.entrySet()) {
      Map<String, String> fields = new TreeMap<>();
      for (Map.Entry<String, Score> field : framework.getValue().entrySet()) {
        Score score = field.getValue();
        right += score.right;
        asked += score.asked;
        fields.put(field.getKey(), score.right + "/" + score.asked);
      }
      frameworks.put(framework.getKey(), fields);
    }
    into.put("right", right);
    into.put("asked", asked);
    into.put("frameworks", frameworks);
  }

  private final class Comparison {
    private final Capture capture;
    private final JsonNode expected;
    private final Set<String> untold = new TreeSet<>();
    private final RunReading reading;

    Comparison(Capture capture) throws UndecodableException {
      this.capture = capture;
      this.expected = capture.expectedRun();
      expected.get("notInTelemetry").forEach(name -> untold.add(name.asString()));
      this.reading = new RunReading(Telemetry.of(capture.requests()));
    }

    void run() {
      Execution root = reading.root();
      if (root == null) {
        check("executions", false, expected.get("executions"), 0);
        return;
      }
      check("agent", accepts("rootAgent", root.agent), expected.get("rootAgent"), root.agent);
      if (!untold.contains("nestedAgents")) {
        nested();
      }
      check(
          "executions",
          accepts("executions", reading.count()),
          expected.get("executions"),
          reading.count());
      equal("status", text(expected, "status"), reading.status(root).wireName());
      sent("session", reading.fact(root, ExecutionFacts::sessionId));
      sent("user", reading.fact(root, ExecutionFacts::userId));
      contains("output", "finalOutputContains", "finalOutput", reading.output(root));
      contains("error", "errorContains", "error", reading.error(root));
      equal("retrievals", expected.get("retrievals").asInt(), size(ActionKind.RETRIEVAL));
      equal("handoffs", expected.get("handoffs").asInt(), size(ActionKind.HANDOFF));
      llmCalls();
      embeddingCalls();
      toolCalls();
    }

    private void nested() {
      Set<String> names = new TreeSet<>();
      expected.get("nestedAgents").forEach(name -> names.add(name.asString()));
      Set<String> seen = new TreeSet<>(reading.nested());
      boolean rootIsWorkflow = expected.has("rootAgentAccept");
      if (rootIsWorkflow && !seen.equals(names)) {
        seen.remove(text(expected, "rootAgent"));
      }
      check("nested", seen.equals(names), names, seen);
    }

    private void llmCalls() {
      List<SentSpan> calls = reading.actions(ActionKind.LLM);
      JsonNode all = expected.get("llmCalls");
      equal("llm.count", all.size(), calls.size());
      for (int i = 0; i < Math.min(all.size(), calls.size()); i++) {
        llmCall(all.get(i), calls.get(i).mapped());
      }
    }

    private void llmCall(JsonNode call, MappedSpan span) {
      boolean model =
          Objects.equals(span.model(), text(call, "responseModel"))
              || Objects.equals(span.model(), text(call, "model"));
      check("llm.model", model, call, span.model());
      if (!untold.contains("llmCalls.provider")) {
        equal("llm.provider", text(call, "provider"), span.provider());
      }
      tokens(call, "inputTokens", span.inputTokens());
      tokens(call, "outputTokens", span.outputTokens());
      tokens(call, "cacheReadTokens", span.cacheReadTokens());
      tokens(call, "cacheWriteTokens", span.cacheWriteTokens());
      tokens(call, "reasoningTokens", span.reasoningTokens());
      equal("llm.status", text(call, "status"), span.status().wireName());
      // few emitters tell that a call was streamed; none may be said to be that was not
      boolean streamed = call.get("streamed").asBoolean();
      check("llm.streamed", streamed || !span.streamed(), streamed, span.streamed());
    }

    private void tokens(JsonNode call, String field, @Nullable Long seen) {
      JsonNode known = call.get(field);
      if (untold.contains("llmCalls." + field)) {
        boolean honest = seen == null || (known != null && known.asLong() == seen);
        check("llm." + field, honest, "nothing, or " + known, seen);
        return;
      }
      boolean right =
          (known == null || known.isNull())
              ? seen == null || seen == 0
              : Objects.equals(known.asLong(), seen == null ? Long.valueOf(0) : seen);
      JsonNode accept = call.get("accept");
      if (!right && seen != null && accept != null && accept.has(field)) {
        for (JsonNode other : accept.get(field)) {
          right = right || other.asLong() == seen;
        }
      }
      check("llm." + field, right, known, seen);
    }

    private void embeddingCalls() {
      if (untold.contains("embeddingCalls")) {
        return;
      }
      JsonNode all = expected.get("embeddingCalls");
      List<SentSpan> calls = reading.actions(ActionKind.EMBEDDING);
      equal("embedding.count", all.size(), calls.size());
      for (int i = 0; i < Math.min(all.size(), calls.size()); i++) {
        equal("embedding.model", text(all.get(i), "model"), calls.get(i).mapped().model());
      }
    }

    private void toolCalls() {
      if (untold.contains("toolCalls")) {
        return;
      }
      Set<String> extra = new TreeSet<>();
      if (expected.has("extraToolNamesAllowed")) {
        expected.get("extraToolNamesAllowed").forEach(name -> extra.add(name.asString()));
      }
      List<SentSpan> calls = new ArrayList<>(reading.actions(ActionKind.TOOL));
      calls.removeIf(call -> extra.contains(call.mapped().name()));
      JsonNode all = expected.get("toolCalls");
      equal("tool.count", all.size(), calls.size());
      for (JsonNode call : all) {
        SentSpan seen =
            calls.stream()
                .filter(sent -> sent.mapped().name().equals(text(call, "name")))
                .findFirst()
                .orElse(null);
        check(
            "tool.name",
            seen != null,
            text(call, "name"),
            calls.stream().map(t -> t.mapped().name()).toList());
        if (seen != null) {
          calls.remove(seen);
          toolCall(call, seen);
        }
      }
    }

    private void toolCall(JsonNode call, SentSpan seen) {
      if (!untold.contains("toolCalls.status")) {
        equal("tool.status", text(call, "status"), seen.mapped().status().wireName());
      }
      JsonNode input = reading.content(seen).input();
      JsonNode arguments = call.get("arguments");
      boolean same =
          arguments.equals(input)
              || (arguments.size() == 1
                  && input != null
                  && arguments.iterator().next().asString().equals(Json.written(input)))
              || (input == null && asked(seen, arguments));
      check("tool.arguments", same, arguments, input);
    }

    /** Where the tool's span is silent, the model's message has the arguments. */
    private boolean asked(SentSpan tool, JsonNode arguments) {
      return reading.actions(ActionKind.LLM).stream()
          .map(reading::content)
          .map(ActionContent::messages)
          .filter(Objects::nonNull)
          .flatMap(List::stream)
          .flatMap(message -> message.toolCalls().stream())
          .filter(call -> tool.mapped().name().equals(call.name()))
          .anyMatch(call -> arguments.equals(call.arguments()));
    }

    private int size(ActionKind kind) {
      return reading.actions(kind).size();
    }

    private void sent(String field, @Nullable String seen) {
      if (!untold.contains(field)) {
        equal(field, text(expected, field), seen);
      }
    }

    private void contains(
        String field, String expectedField, String untoldName, @Nullable String seen) {
      String part = text(expected, expectedField);
      if (part != null && !untold.contains(untoldName)) {
        check(field, seen != null && seen.contains(part), part, seen);
      }
    }

    private boolean accepts(String field, Object seen) {
      if (untold.contains(field) && !expected.has(field + "Accept")) {
        return true;
      }
      if (expected.get(field).asString().equals(seen.toString())) {
        return true;
      }
      JsonNode accept = expected.get(field + "Accept");
      boolean accepted = false;
      if (accept != null) {
        for (JsonNode other : accept) {
          accepted = accepted || other.asString().equals(seen.toString());
        }
      }
      return accepted;
    }

    private void equal(String field, @Nullable Object known, @Nullable Object seen) {
      check(field, Objects.equals(known, seen), known, seen);
    }

    private void check(String field, boolean right, @Nullable Object known, @Nullable Object seen) {
      Score score =
          scores
              .computeIfAbsent(capture.folder(), folder -> new TreeMap<>())
              .computeIfAbsent(field, name -> new Score());
      score.asked++;
      if (right) {
        score.right++;
      } else {
        wrong.add(capture + " " + field + ": expected " + known + ", seen " + seen);
      }
    }

    private @Nullable String text(JsonNode node, String field) {
      JsonNode value = node.get(field);
      return value == null || value.isNull() ? null : value.asString();
    }
  }
}
