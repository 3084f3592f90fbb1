package dev.metaagent.conventions.json;

import dev.metaagent.kernel.StorableJson;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Attribute values as JSON, and JSON found inside strings. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int DEEPEST_STRING = 3;

  private Json() {}

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  public static JsonNode string(String text) {
    return NODES.stringNode(text);
  }

  static JsonNode number(long number) {
    return ofLong(number);
  }

  static JsonNode number(double number) {
    return ofDouble(number);
  }

  static JsonNode truth(boolean truth) {
    return NODES.booleanNode(truth);
  }

  static JsonNode nothing() {
    return NODES.nullNode();
  }

  public static ObjectNode object(List<KeyValue> attributes) {
    ObjectNode node = NODES.objectNode();
    for (KeyValue attribute : attributes) {
      node.set(attribute.getKey(), of(attribute.getValue()));
    }
    return node;
  }

  /** The value as it was sent. */
  public static JsonNode of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.stringNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> ofLong(value.getIntValue());
      case DOUBLE_VALUE -> ofDouble(value.getDoubleValue());
      case ARRAY_VALUE -> {
        ArrayNode array = NODES.arrayNode();
        for (AnyValue element : value.getArrayValue().getValuesList()) {
          array.add(of(element));
        }
        yield array;
      }
      case KVLIST_VALUE -> object(value.getKvlistValue().getValuesList());
      case BYTES_VALUE ->
          NODES.stringNode(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> NODES.nullNode();
    };
  }

  /** The value with JSON in strings read as JSON, also where it was encoded twice. */
  public static JsonNode opened(JsonNode node) {
    JsonNode opened = node;
    for (int depth = 0; depth < DEEPEST_STRING && opened.isString(); depth++) {
      JsonNode inner = parsed(opened.stringValue());
      if (inner == null) {
        return opened;
      }
      opened = inner;
    }
    return opened;
  }

  public static JsonNode opened(String text) {
    return opened(NODES.stringNode(text));
  }

  public static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isString() ? node.stringValue() : null;
  }

  public static String written(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  private static @Nullable JsonNode parsed(String text) {
    String bare = text.strip();
    if (bare.length() < 2) {
      return null;
    }
    boolean looksLikeJson =
        switch (bare.charAt(0)) {
          case '{' -> bare.endsWith("}");
          case '[' -> bare.endsWith("]");
          case '"' -> bare.endsWith("\"");
          default -> false;
        };
    if (!looksLikeJson) {
      return null;
    }
    try {
      return StorableJson.of(MAPPER.readTree(bare));
    } catch (JacksonException e) {
      return null;
    }
  }

  private static JsonNode ofLong(long number) {
    int small = (int) number;
    return small == number ? NODES.numberNode(small) : NODES.numberNode(number);
  }

  private static JsonNode ofDouble(double number) {
    return Double.isFinite(number)
        ? NODES.numberNode(number)
        : NODES.stringNode(Double.toString(number));
  }
}
