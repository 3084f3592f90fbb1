package dev.metaagent.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells the description of the API what records say already: a component that is not nullable is
/// always there, and one that is may be null.
@Component
class RecordSchemas implements ModelConverter {

  private final Map<String, String> names = new ConcurrentHashMap<>();

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
      claim(schema.get$ref(), raw);
      Schema<?> model = model(schema, context);
      if (model != null && model.getProperties() != null) {
        complete(model, raw);
      }
    }
    return schema;
  }

  /// Two records of one simple name would hide each other: each needs a name of its own.
  private void claim(@Nullable String reference, Class<?> type) {
    if (reference == null) {
      return;
    }
    String before = names.putIfAbsent(reference, type.getName());
    if (before != null && !before.equals(type.getName())) {
      throw new IllegalStateException(
          before
              + " and "
              + type.getName()
              + " are both "
              + reference
              + ": give one @Schema(name)");
    }
  }

  private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    return reference == null
        ? schema
        : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private static void complete(Schema<?> model, Class<?> type) {
    List<String> required = new ArrayList<>();
    @SuppressWarnings("rawtypes")
    Map<String, Schema> properties = model.getProperties();
    for (RecordComponent component : type.getRecordComponents()) {
      Schema<?> property = properties.get(component.getName());
      if (property == null) {
        continue;
      }
      if (nullable(component)) {
        properties.put(component.getName(), orNull(property));
      } else {
        required.add(component.getName());
      }
    }
    if (model.getRequired() != null) {
      required.addAll(model.getRequired());
    }
    model.setRequired(required.stream().distinct().sorted().toList());
  }

  private static boolean nullable(RecordComponent component) {
    AnnotatedElement type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
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
    return property;
  }
}
