package dev.metaagent.registry.prompts;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// JSON of a request that is kept and handed on as it is: it can be stored, and its numbers are
/// numbers for every reader.
final class CheckedJson {

  private CheckedJson() {}

  /// An object; null where there is none.
  static @Nullable JsonNode object(String field, @Nullable JsonNode node, int longest) {
    return checked(field, node, node != null && node.isObject(), "a JSON object", longest);
  }

  /// A list; null where there is none.
  static @Nullable JsonNode list(String field, @Nullable JsonNode node, int longest) {
    return checked(field, node, node != null && node.isArray(), "a list", longest);
  }

  private static @Nullable JsonNode checked(
      String field, @Nullable JsonNode node, boolean right, String kind, int longest) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!right || node.toString().length() > longest) {
      throw MetaAgentException.invalid(
          field, kind + " of at most " + longest + " characters of JSON");
    }
    if (!storable(node)) {
      throw MetaAgentException.invalid(
          field,
          "holds text without NUL (U+0000) and without half a surrogate pair, and numbers within"
              + " the range of a double");
    }
    return node;
  }

  private static boolean storable(JsonNode node) {
    if (node.isString()) {
      return StorableText.is(node.stringValue());
    }
    if (node.isNumber()) {
      return Double.isFinite(node.doubleValue());
    }
    return node.propertyNames().stream().allMatch(StorableText::is)
        && node.valueStream().allMatch(CheckedJson::storable);
  }
}
