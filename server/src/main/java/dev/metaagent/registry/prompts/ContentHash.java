package dev.metaagent.registry.prompts;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SHA-256 over a canonical form of a content: JSON without spaces, with keys in order, and with
/// one form for each number. Equal contents have equal hashes, however they were written.
final class ContentHash {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ContentHash() {}

  static String of(PromptContent content) {
    ObjectNode whole = NODES.objectNode();
    whole.put("content", content.content());
    ArrayNode variables = whole.putArray("variables");
    content.variables().forEach(variables::add);
    whole.put("model", content.model());
    whole.set("parameters", orNull(content.parameters()));
    whole.set("tools", orNull(content.tools()));
    return HexFormat.of()
        .formatHex(sha256().digest(canonical(whole).toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonNode orNull(@Nullable JsonNode node) {
    return node == null ? NODES.nullNode() : node;
  }

  private static JsonNode canonical(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode sorted = NODES.objectNode();
        object.propertyNames().stream()
            .sorted()
            .forEach(name -> sorted.set(name, canonical(object.get(name))));
        yield sorted;
      }
      case ArrayNode array -> {
        ArrayNode elements = NODES.arrayNode();
        array.forEach(element -> elements.add(canonical(element)));
        yield elements;
      }
      default -> node.isNumber() ? number(node) : node;
    };
  }

  /// As a text, since a number has several forms in JSON.
  private static JsonNode number(JsonNode node) {
    BigDecimal value = node.decimalValue();
    return NODES.rawValueNode(
        new tools.jackson.databind.util.RawValue(
            value.signum() == 0 ? "0" : value.stripTrailingZeros().toString()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
