package dev.metaagent.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which schemas refer to which.
final class SchemaReferences {

  private final OpenAPI api;
  private final Set<String> found = new HashSet<>();

  private SchemaReferences(OpenAPI api) {
    this.api = api;
  }

  /// The last step of `#/components/schemas/Name`.
  static String name(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /// Names of the schemas that bodies of requests hold, at any depth.
  static Set<String> ofRequests(OpenAPI api) {
    SchemaReferences references = new SchemaReferences(api);
    api.getPaths().values().stream()
        .flatMap(item -> item.readOperations().stream())
        .filter(operation -> operation.getRequestBody() != null)
        .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
        .forEach(content -> references.follow(content.getSchema()));
    return references.found;
  }

  private void follow(@Nullable Schema<?> schema) {
    if (schema == null) {
      return;
    }
    if (schema.get$ref() != null && found.add(name(schema.get$ref()))) {
      follow(api.getComponents().getSchemas().get(name(schema.get$ref())));
    }
    parts(schema).forEach(this::follow);
  }

  private static Stream<? extends Schema<?>> parts(Schema<?> schema) {
    Stream.Builder<Schema<?>> parts = Stream.builder();
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(parts::add);
    }
    if (schema.getAnyOf() != null) {
      schema.getAnyOf().forEach(parts::add);
    }
    if (schema.getItems() != null) {
      parts.add(schema.getItems());
    }
    if (schema.getAdditionalProperties() instanceof Schema<?> values) {
      parts.add(values);
    }
    return parts.build();
  }
}
