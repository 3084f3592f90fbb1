package dev.metaagent.conventions.json;

import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists that OpenInference and OpenLLMetry spread over attributes with an index in the name. */
public final class Unflattened {
  private static final int LONGEST_NUMBER = 6;

  private Unflattened() {}

  /** The list under {@code prefix.0.}, {@code prefix.1.} ...; null if no attribute begins so. */
  public static @Nullable JsonNode list(List<KeyValue> attributes, String prefix) {
    Node root = new Node();
    String start = prefix + ".";
    boolean found = false;
    for (KeyValue attribute : attributes) {
      String name = attribute.getKey();
      if (name.startsWith(start) && name.length() > start.length()) {
        char first = name.charAt(start.length());
        if (first >= '0' && first <= '9') {
          root.put(name.substring(start.length()), Json.of(attribute.getValue()));
          found = true;
        }
      }
    }
    return found ? root.toJson() : null;
  }

  private static final class Node {
    private final Map<String, Node> children = new TreeMap<>(Node::byNumberThenName);
    private @Nullable JsonNode value;

    void put(String path, JsonNode leaf) {
      int dot = path.indexOf('.');
      Node child =
          children.computeIfAbsent(dot < 0 ? path : path.substring(0, dot), name -> new Node());
      if (dot < 0) {
        child.value = leaf;
      } else {
        child.put(path.substring(dot + 1), leaf);
      }
    }

    JsonNode toJson() {
      if (children.isEmpty()) {
        return value == null ? Json.object() : value;
      }
      if (children.keySet().stream().allMatch(Node::isNumber)) {
        ArrayNode array = Json.array();
        children.values().forEach(child -> array.add(child.toJson()));
        return array;
      }
      ObjectNode object = Json.object();
      children.forEach((name, child) -> object.set(name, child.toJson()));
      return object;
    }

    private static boolean isNumber(String name) {
      return !name.isEmpty()
          && name.length() <= LONGEST_NUMBER
          && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int byNumberThenName(String a, String b) {
      return isNumber(a) && isNumber(b)
          ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b))
          : a.compareTo(b);
    }
  }
}
