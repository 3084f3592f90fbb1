package dev.metaagent.ingest.otlp;

import static dev.metaagent.ingest.otlp.JsonFields.bool;
import static dev.metaagent.ingest.otlp.JsonFields.bytes;
import static dev.metaagent.ingest.otlp.JsonFields.float64;
import static dev.metaagent.ingest.otlp.JsonFields.int32;
import static dev.metaagent.ingest.otlp.JsonFields.int64;
import static dev.metaagent.ingest.otlp.JsonFields.name;
import static dev.metaagent.ingest.otlp.JsonFields.nextElement;
import static dev.metaagent.ingest.otlp.JsonFields.nextField;
import static dev.metaagent.ingest.otlp.JsonFields.object;
import static dev.metaagent.ingest.otlp.JsonFields.text;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Attributes, resources and scopes of OTLP/JSON. */
final class JsonValues {
  private JsonValues() {}

  /** The array of key and value pairs under the cursor. */
  static void attributes(JsonParser p, Consumer<KeyValue> into) {
    while (nextElement(p)) {
      into.accept(keyValue(p));
    }
  }

  static Resource resource(JsonParser p) {
    object(p);
    Resource.Builder resource = Resource.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "attributes" -> attributes(p, resource::addAttributes);
        case "droppedAttributesCount" -> resource.setDroppedAttributesCount(int32(p));
        default -> p.skipChildren();
      }
    }
    return resource.build();
  }

  static InstrumentationScope scope(JsonParser p) {
    object(p);
    InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "name" -> scope.setName(text(p));
        case "version" -> scope.setVersion(text(p));
        case "attributes" -> attributes(p, scope::addAttributes);
        case "droppedAttributesCount" -> scope.setDroppedAttributesCount(int32(p));
        default -> p.skipChildren();
      }
    }
    return scope.build();
  }

  /** A value; a plain JSON value that stands in its place is read too. */
  static AnyValue anyValue(JsonParser p) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (p.currentToken()) {
      case VALUE_STRING -> {
        return value.setStringValue(text(p)).build();
      }
      case VALUE_NUMBER_INT -> {
        return value.setIntValue(int64(p)).build();
      }
      case VALUE_NUMBER_FLOAT -> {
        return value.setDoubleValue(float64(p)).build();
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return value.setBoolValue(bool(p)).build();
      }
      case START_ARRAY -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        elements(p, array);
        return value.setArrayValue(array).build();
      }
      default -> object(p);
    }
    while (nextField(p)) {
      switch (name(p)) {
        case "stringValue" -> value.setStringValue(text(p));
        case "boolValue" -> value.setBoolValue(bool(p));
        case "intValue" -> value.setIntValue(int64(p));
        case "doubleValue" -> value.setDoubleValue(float64(p));
        case "bytesValue" -> value.setBytesValue(bytes(p));
        case "arrayValue" -> value.setArrayValue(array(p));
        case "kvlistValue" -> value.setKvlistValue(keyValueList(p));
        default -> p.skipChildren();
      }
    }
    return value.build();
  }

  private static KeyValue keyValue(JsonParser p) {
    KeyValue.Builder pair = KeyValue.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "key" -> pair.setKey(text(p));
        case "value" -> pair.setValue(anyValue(p));
        default -> p.skipChildren();
      }
    }
    return pair.build();
  }

  private static KeyValueList keyValueList(JsonParser p) {
    object(p);
    KeyValueList.Builder list = KeyValueList.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "values" -> attributes(p, list::addValues);
        default -> p.skipChildren();
      }
    }
    return list.build();
  }

  private static ArrayValue array(JsonParser p) {
    object(p);
    ArrayValue.Builder array = ArrayValue.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "values" -> elements(p, array);
        default -> p.skipChildren();
      }
    }
    return array.build();
  }

  /** Elements keep their index: a null element is an empty value. */
  private static void elements(JsonParser p, ArrayValue.Builder array) {
    if (p.currentToken() != JsonToken.START_ARRAY) {
      throw JsonFields.wrong("an array");
    }
    for (JsonToken token = p.nextToken(); token != JsonToken.END_ARRAY; token = p.nextToken()) {
      array.addValues(token == JsonToken.VALUE_NULL ? AnyValue.getDefaultInstance() : anyValue(p));
    }
  }
}
