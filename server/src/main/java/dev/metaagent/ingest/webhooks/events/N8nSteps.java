package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Times;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The run data of n8n as steps: each run of each node in the order of execution, model calls and
/// tools below the node that used them. Every model run reports its own tokens; the sums that n8n
/// keeps at the agent node contain only the last one and are not read.
final class N8nSteps {

  private static final int MOST = 2_000;
  private static final double MOST_COUNTED = 1e15;
  private static final int DEEPEST = 10;
  private static final String ROOT = "";

  private record NodeRun(String node, int number, JsonNode run) {
    String id() {
      return node + "#" + number;
    }

    int order() {
      return run.path("executionIndex").asInt(Integer.MAX_VALUE);
    }
  }

  private final List<NodeRun> runs = new ArrayList<>();
  private final Map<String, List<NodeRun>> children = new HashMap<>();
  private final N8nNodes nodes;

  N8nSteps(JsonNode runData, N8nNodes nodes) {
    this.nodes = nodes;
    runData.forEachEntry((node, list) -> {
      int number = 0;
      for (JsonNode run : list) {
        if (runs.size() < MOST) {
          runs.add(new NodeRun(node, number++, run));
        }
      }
    });
    runs.sort(Comparator.comparingInt(NodeRun::order));
    Set<String> known = runs.stream().map(NodeRun::id).collect(Collectors.toSet());
    for (NodeRun run : runs) {
      children.computeIfAbsent(parentOf(run, known), _ -> new ArrayList<>()).add(run);
    }
  }

  List<Step> steps() {
    return below(ROOT, 0);
  }

  /// The output of the first node: the input of the workflow.
  @Nullable String firstOutput() {
    return runs.isEmpty() ? null : output(runs.getFirst().run().path("data"));
  }

  /// The output of the last run of a node.
  @Nullable String output(String node) {
    return runs.stream()
        .filter(run -> run.node().equals(node))
        .reduce((_, last) -> last)
        .map(run -> output(run.run().path("data")))
        .orElse(null);
  }

  private List<Step> below(String parent, int depth) {
    return depth > DEEPEST
        ? List.of()
        : children.getOrDefault(parent, List.of()).stream().map(run -> step(run, depth)).toList();
  }

  /// The run that used this one: sub-nodes name it as their source, and put out no plain data.
  private static String parentOf(NodeRun run, Set<String> known) {
    JsonNode data = run.run().path("data");
    JsonNode source = run.run().path("source").path(0);
    boolean sub =
        run.run().has("inputOverride")
            || data.propertyNames().stream().anyMatch(output -> output.startsWith("ai_"));
    String parent =
        source.path("previousNode").asString("") + "#" + source.path("previousNodeRun").asInt(0);
    return sub && !data.has("main") && known.contains(parent) && !parent.equals(run.id())
        ? parent
        : ROOT;
  }

  private Step step(NodeRun run, int depth) {
    JsonNode json = run.run();
    Kind kind = nodes.kind(run.node(), json.path("data"));
    Status status = Statuses.of(EventFields.text(json.path("executionStatus")));
    return new Step(
        run.id(),
        kind,
        run.node(),
        json.path("error").isObject() ? Status.ERROR : status,
        times(json),
        input(json),
        kind == Kind.LLM ? answer(json) : output(json.path("data")),
        N8nEvents.fault(json.path("error")),
        kind == Kind.LLM || kind == Kind.EMBEDDING ? usage(run) : Usage.UNKNOWN,
        null,
        below(run.id(), depth + 1));
  }

  private static Times times(JsonNode run) {
    JsonNode start = run.path("startTime");
    JsonNode duration = run.path("executionTime");
    return new Times(
        moment(start), null, duration.isNumber() ? Double.valueOf(duration.asDouble(0)) : null);
  }

  /// A time in milliseconds since 1970; null for any other number.
  private static @Nullable Instant moment(JsonNode value) {
    Long millis = count(value);
    return millis != null && millis < EventFields.LATEST.toEpochMilli()
        ? Instant.ofEpochMilli(millis)
        : null;
  }

  private Usage usage(NodeRun run) {
    JsonNode data = first(run.run().path("data"));
    JsonNode tokens = data.path("tokenUsage");
    return new Usage(
        model(run),
        null,
        count(tokens.path("promptTokens")),
        count(tokens.path("completionTokens")),
        null,
        null,
        null,
        null);
  }

  private @Nullable String model(NodeRun run) {
    JsonNode options = first(run.run().path("inputOverride")).path("options");
    for (String name : List.of("model", "model_name", "modelName", "modelId", "deploymentName")) {
      String model = EventFields.text(options.path(name));
      if (model != null) {
        return model;
      }
    }
    return nodes.model(run.node());
  }

  private static @Nullable Long count(JsonNode value) {
    double number = value.isNumber() ? value.asDouble(-1) : -1;
    return number >= 0 && number < MOST_COUNTED ? Long.valueOf((long) number) : null;
  }

  private static @Nullable String input(JsonNode run) {
    JsonNode given = first(run.path("inputOverride"));
    JsonNode messages = given.path("messages");
    if (messages.isArray()) {
      List<String> texts = new ArrayList<>();
      messages.forEach(message -> texts.add(String.valueOf(EventFields.text(message))));
      return String.join("\n", texts);
    }
    return EventFields.text(given);
  }

  private static @Nullable String answer(JsonNode run) {
    JsonNode generation =
        first(run.path("data")).path("response").path("generations").path(0).path(0);
    String text = EventFields.text(generation.path("text"));
    return text != null && !text.isEmpty() ? text : EventFields.text(generation.path("message"));
  }

  private static @Nullable String output(JsonNode data) {
    JsonNode first = first(data);
    JsonNode body = first.path("body");
    return EventFields.text(body.isMissingNode() ? first : body);
  }

  /// The JSON of the first item of the first output.
  private static JsonNode first(JsonNode outputs) {
    for (JsonNode output : outputs) {
      return output.path(0).path(0).path("json");
    }
    return outputs.path("none");
  }
}
