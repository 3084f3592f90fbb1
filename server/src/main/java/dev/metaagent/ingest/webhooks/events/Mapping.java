package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Maps the JSON of any sender to runs or outcomes: an operator's mapping
/// (`protocol/webhooks/mapping.schema.json`), compiled once. Each field is a path, or a constant
/// behind an equals sign.
public final class Mapping implements EventReader {

  public static final Set<String> OF_EXECUTION =
      Set.of(
          "id",
          "agent",
          "status",
          "startedAt",
          "endedAt",
          "durationMs",
          "input",
          "output",
          "model",
          "provider",
          "inputTokens",
          "outputTokens",
          "cacheReadTokens",
          "cacheWriteTokens",
          "reasoningTokens",
          "costUsd",
          "sessionId",
          "userId",
          "environment",
          "version",
          "framework",
          "promptName",
          "promptVersion",
          "arm",
          "taskClass",
          "errorType",
          "error",
          "success",
          "key",
          "parentId",
          "revision",
          "traceparent");
  public static final Set<String> OF_OUTCOME =
      Set.of(
          "id",
          "executionId",
          "traceId",
          "key",
          "outcomeKind",
          "success",
          "source",
          "confidence",
          "value",
          "comment",
          "by",
          "at");
  private static final String ATTRIBUTES = "attributes.";
  private static final int MOST_FIELDS = 100;

  private sealed interface Value {
    record Constant(String text) implements Value {}

    record At(JsonPath path) implements Value {}
  }

  private final boolean outcomes;
  private final @Nullable JsonPath each;
  private final Map<String, Value> fields;

  private Mapping(boolean outcomes, @Nullable JsonPath each, Map<String, Value> fields) {
    this.outcomes = outcomes;
    this.each = each;
    this.fields = fields;
  }

  /// Reads a mapping.
  ///
  /// @throws MetaAgentException with all errors, by field
  public static Mapping compile(@Nullable JsonNode json) {
    if (json == null || !json.isObject()) {
      throw MetaAgentException.invalid("mapping", "an object with kind and fields");
    }
    List<FieldError> errors = new ArrayList<>();
    String kind = json.path("kind").asString("execution");
    if (!kind.equals("execution") && !kind.equals("outcome")) {
      errors.add(new FieldError("mapping.kind", "execution or outcome"));
    }
    JsonNode each = json.path("each");
    JsonPath items =
        each.isMissingNode() || each.isNull()
            ? null
            : path("mapping.each", each.asString(""), errors);
    Map<String, Value> fields = fields(json.path("fields"), kind, errors);
    if (!errors.isEmpty()) {
      throw new MetaAgentException(
          ErrorCode.INVALID_FIELD,
          errors.getFirst().field() + ": " + errors.getFirst().message(),
          errors,
          null,
          null);
    }
    return new Mapping(kind.equals("outcome"), items, fields);
  }

  private static Map<String, Value> fields(JsonNode json, String kind, List<FieldError> errors) {
    Map<String, Value> fields = new LinkedHashMap<>();
    if (!json.isObject() || json.isEmpty() || json.size() > MOST_FIELDS) {
      errors.add(new FieldError("mapping.fields", "1 to " + MOST_FIELDS + " fields"));
      return fields;
    }
    Set<String> known = kind.equals("outcome") ? OF_OUTCOME : OF_EXECUTION;
    json.forEachEntry((name, value) -> {
      String at = "mapping.fields." + name;
      if (!known.contains(name) && !(name.startsWith(ATTRIBUTES) && kind.equals("execution"))) {
        errors.add(new FieldError(at, "is not a field of an " + kind));
        return;
      }
      String text = value.asString("");
      if (text.startsWith("=")) {
        fields.put(name, new Value.Constant(text.substring(1)));
        return;
      }
      JsonPath path = path(at, text, errors);
      if (path != null) {
        fields.put(name, new Value.At(path));
      }
    });
    for (String needed : kind.equals("outcome") ? List.of("outcomeKind") : List.of("agent")) {
      if (!json.has(needed)) {
        errors.add(new FieldError("mapping.fields." + needed, "is needed"));
      }
    }
    return fields;
  }

  private static @Nullable JsonPath path(String at, String text, List<FieldError> errors) {
    try {
      return JsonPath.parse(text);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(at, String.valueOf(e.getMessage())));
      return null;
    }
  }

  @Override
  public MappedEvents read(JsonNode body) {
    MappedEvents understood = new MappedEvents();
    Effort effort = new Effort(body);
    List<JsonNode> items = each == null ? List.of(body) : each.find(body, body, effort);
    if (items.isEmpty()) {
      understood.errors().add(new FieldError("each", "finds nothing in this body"));
    }
    if (items.size() > EventBody.MOST) {
      understood
          .errors()
          .add(new FieldError("each", "finds more than " + EventBody.MOST + " items"));
      return understood;
    }
    Map<JsonPath, Optional<String>> ofBody = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      JsonNode one = items.get(i);
      MappedEvents item = new MappedEvents();
      String at = each == null ? "" : "[" + i + "]";
      EventFields flat = new EventFields(picked(body, one, ofBody, effort), at, item.errors());
      if (outcomes) {
        item.outcomes().add(FlatFields.outcome(flat));
      } else {
        item.executions().add(FlatFields.execution(flat, () -> effort.copied(one.toString())));
      }
      understood.add(item, at);
    }
    return understood;
  }

  /// The values of all fields of one item, as texts.
  ///
  /// @param ofBody values already found in the body, which are the same for every item
  private ObjectNode picked(
      JsonNode body, JsonNode item, Map<JsonPath, Optional<String>> ofBody, Effort effort) {
    ObjectNode picked = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> {
      switch (value) {
        case Value.Constant(String text) -> picked.put(name, effort.copied(text));
        case Value.At(JsonPath path) -> {
          Optional<String> text =
              path.ofBody()
                  ? ofBody.computeIfAbsent(path, _ -> found(path, body, item, effort))
                  : found(path, body, item, effort);
          text.ifPresent(found -> picked.put(name, effort.copied(found)));
        }
      }
    });
    return picked;
  }

  /// What a path finds; several values as a JSON list.
  private static Optional<String> found(
      JsonPath path, JsonNode body, JsonNode item, Effort effort) {
    List<JsonNode> found = path.find(body, item, effort);
    if (found.size() == 1) {
      return Optional.ofNullable(EventFields.text(found.getFirst())).map(effort::copied);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            found.stream()
                .map(one -> effort.copied(one.toString()))
                .collect(Collectors.joining(",", "[", "]")));
  }
}
