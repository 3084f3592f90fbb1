package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Derives the API description from records: a component that is not nullable is required, and one
/// that is may be null. An answer writes its nulls, so there each field is required; a request may
/// leave out what may be null.
@Component
class RecordSchemas implements ModelConverter {

  /// The record behind each schema name. Of the whole process, as the converters of swagger-core
  /// are: where a process has several application contexts, the converter of one serves them all.
  private static final Map<String, Class<?>> TYPES = new ConcurrentHashMap<>();

  private static final Set<String> COLLISIONS = ConcurrentHashMap.newKeySet();

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    Class<?> raw =
        type.getType() == null
            ? Object.class
            : Json.mapper().constructType(type.getType()).getRawClass();
    if (schema != null && raw.isRecord()) {
      if (schema.get$ref() != null) {
        claim(SchemaReferences.name(schema.get$ref()), raw);
      }
      Schema<?> model = model(schema, context);
      if (model != null && model.getProperties() != null) {
        complete(model, raw);
      }
    }
    return schema;
  }

  /// Makes each field of an answer required. Call it when all schemas are known.
  ///
  /// @throws IllegalStateException where two records have one schema name: each would hide the
  ///   other (springdoc drops what a converter throws, so it is thrown here)
  void completeAnswers(OpenAPI api) {
    if (!COLLISIONS.isEmpty()) {
      throw new IllegalStateException(String.join("\n", COLLISIONS));
    }
    Set<String> requested = SchemaReferences.ofRequests(api);
    TYPES.forEach((name, type) -> {
      Schema<?> model = api.getComponents().getSchemas().get(name);
      if (model != null && model.getProperties() != null && !requested.contains(name)) {
        require(model, components(type).filter(RecordSchemas::written).toList());
      }
    });
  }

  private static void claim(String name, Class<?> type) {
    Class<?> before = TYPES.putIfAbsent(name, type);
    if (before != null && !before.equals(type)) {
      COLLISIONS.add(
          before.getName()
              + " and "
              + type.getName()
              + " are both "
              + name
              + ": give one @Schema(name)");
    }
  }

  private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    return reference == null
        ? schema
        : context.getDefinedModels().get(SchemaReferences.name(reference));
  }

  private static void complete(Schema<?> model, Class<?> type) {
    @SuppressWarnings("rawtypes")
    Map<String, Schema> properties = model.getProperties();
    for (RecordComponent component : type.getRecordComponents()) {
      Schema<?> property = properties.get(name(component));
      if (property != null && nullable(component)) {
        properties.put(name(component), orNull(property));
      }
    }
    require(model, components(type).filter(component -> !nullable(component)).toList());
  }

  private static void require(Schema<?> model, Collection<RecordComponent> components) {
    Stream<String> before =
        model.getRequired() == null ? Stream.empty() : model.getRequired().stream();
    List<String> required =
        Stream.concat(before, components.stream().map(RecordSchemas::name))
            .filter(model.getProperties()::containsKey)
            .distinct()
            .sorted()
            .toList();
    model.setRequired(required);
  }

  /// The components of a record, with those of the records that are unwrapped into it.
  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component ->
            component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                ? components(component.getType())
                : Stream.of(component));
  }

  private static String name(RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null || given.value().isEmpty() ? component.getName() : given.value();
  }

  private static boolean nullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /// Whether it is written to JSON where it is null, too.
  private static boolean written(RecordComponent component) {
    JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
    return include == null || include.value() == JsonInclude.Include.ALWAYS;
  }

  /// Adds null to the values of a closed choice.
  private static <T> void allowNull(Schema<T> property) {
    if (property.getEnum() != null && property.getEnum().stream().noneMatch(Objects::isNull)) {
      List<@Nullable T> values = new ArrayList<>(property.getEnum());
      values.add(null);
      property.setEnum(values);
    }
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() != null) {
      Schema<?> nothing = new Schema<>();
      nothing.addType("null");
      Schema<?> either = new Schema<>();
      return either.anyOf(List.of(property, nothing));
    }
    if (property.getTypes() != null || property.getType() != null) {
      if (property.getTypes() == null) {
        property.addType(property.getType());
      }
      property.addType("null");
    }
    allowNull(property);
    return property;
  }
}
