package dev.metaagent.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gives each body in the description of the API an example: what a schema's own examples say, and
/// plausible values for the rest.
final class Examples {

  private static final int DEEP = 6;

  /// Values of fields that mean the same wherever they are.
  private static final Map<String, Object> KNOWN =
      Map.ofEntries(
          Map.entry("id", "5f3c9e0a-8d1b-4c57-9d3e-2b6f0a7c1e44"),
          Map.entry("executionId", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"),
          Map.entry("traceId", "4bf92f3577b34da6a3ce929d0e0e4736"),
          Map.entry("spanId", "00f067aa0ba902b7"),
          Map.entry("parentId", "53995c3f42cd8ad8"),
          Map.entry("name", "Email Writer"),
          Map.entry("model", "claude-sonnet-4-5"),
          Map.entry("provider", "anthropic"),
          Map.entry("environment", "production"),
          Map.entry("framework", "langgraph"),
          Map.entry("version", "1.4.0"),
          Map.entry("costUsd", "0.0123"),
          Map.entry("value", 0.94),
          Map.entry("low", 0.91),
          Map.entry("high", 0.96),
          Map.entry("n", 412),
          Map.entry("durationMs", 1840.5),
          Map.entry("nextCursor", "eyJhdCI6MTc5NTM1MDAwMH0"),
          Map.entry("reason", "moved to the growth team"),
          Map.entry("timeZone", "UTC"),
          Map.entry("actor", "key deploy"),
          Map.entry("address", "http://localhost:4318"));

  private Examples() {}

  static void add(OpenAPI api) {
    api.getPaths()
        .values()
        .forEach(item -> item.readOperations().forEach(operation -> add(operation, api)));
  }

  private static void add(Operation operation, OpenAPI api) {
    if (operation.getRequestBody() != null) {
      add(operation.getRequestBody().getContent(), api);
    }
    operation
        .getResponses()
        .forEach((status, response) -> {
          if (status.startsWith("2")) {
            add(response.getContent(), api);
          }
        });
  }

  private static void add(@Nullable Content content, OpenAPI api) {
    if (content == null) {
      return;
    }
    for (MediaType type : content.values()) {
      if (type.getExample() == null && type.getExamples() == null && type.getSchema() != null) {
        type.setExample(value("", type.getSchema(), api, 0));
      }
    }
  }

  private static @Nullable Object value(String field, Schema<?> schema, OpenAPI api, int depth) {
    String reference = schema.get$ref();
    if (reference != null) {
      Schema<?> target =
          api.getComponents().getSchemas().get(reference.substring(reference.lastIndexOf('/') + 1));
      return target == null || depth > DEEP ? null : value(field, target, api, depth + 1);
    }
    if (schema.getExample() != null) {
      return schema.getExample();
    }
    List<?> either = schema.getAnyOf() != null ? schema.getAnyOf() : schema.getOneOf();
    if (either != null && !either.isEmpty() && either.getFirst() instanceof Schema<?> first) {
      return value(field, first, api, depth);
    }
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      return schema.getEnum().getFirst();
    }
    return plain(field, schema, api, depth);
  }

  private static @Nullable Object plain(String field, Schema<?> schema, OpenAPI api, int depth) {
    return switch (type(schema)) {
      case "object" -> object(schema, api, depth);
      case "array" -> {
        Object item =
            schema.getItems() == null || depth > DEEP
                ? null
                : value(field, schema.getItems(), api, depth + 1);
        yield item == null ? List.of() : List.of(item);
      }
      case "string" ->
          switch (String.valueOf(schema.getFormat())) {
            case "date-time" -> "2026-11-22T13:36:00Z";
            case "date" -> "2026-11-22";
            case "uuid" -> String.valueOf(KNOWN.get("id"));
            default -> KNOWN.getOrDefault(field, "text");
          };
      case "integer" -> KNOWN.getOrDefault(field, 12);
      case "number" -> KNOWN.getOrDefault(field, 12.5);
      case "boolean" -> true;
      default -> null;
    };
  }

  private static String type(Schema<?> schema) {
    if (schema.getTypes() != null) {
      return schema.getTypes().stream()
          .filter(type -> !type.equals("null"))
          .sorted()
          .findFirst()
          .orElse("");
    }
    return schema.getType() == null ? "" : schema.getType();
  }

  private static Map<String, Object> object(Schema<?> schema, OpenAPI api, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (schema.getProperties() != null) {
      new TreeMap<>(schema.getProperties())
          .forEach((name, property) -> {
            Object value = value(name, property, api, depth + 1);
            if (value != null) {
              object.put(name, value);
            }
          });
    }
    return object;
  }
}
