package dev.metaagent.kernel;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON whose texts and names of fields are {@link StorableText}: JSON can write any character as
/// an escape, so a document without a NUL byte may still hold one. Where two names become the same,
/// one of their fields stays.
public final class StorableJson {

  private StorableJson() {}

  /// The document with U+FFFD in place of what cannot be stored; changed in place where it has
  /// fields or elements.
  public static JsonNode of(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> fields(object);
      case ArrayNode array -> elements(array);
      default -> node.isString() ? text(node) : node;
    };
  }

  private static JsonNode text(JsonNode node) {
    String text = node.stringValue();
    return StorableText.is(text)
        ? node
        : JsonNodeFactory.instance.stringNode(StorableText.of(text));
  }

  private static ObjectNode fields(ObjectNode object) {
    List<String> names = new ArrayList<>(object.propertyNames());
    boolean renamed = !names.stream().allMatch(StorableText::is);
    for (String name : names) {
      JsonNode value = renamed ? object.remove(name) : object.get(name);
      object.set(StorableText.of(name), of(value));
    }
    return object;
  }

  private static ArrayNode elements(ArrayNode array) {
    for (int i = 0; i < array.size(); i++) {
      JsonNode element = array.get(i);
      array.set(i, of(element));
    }
    return array;
  }
}
