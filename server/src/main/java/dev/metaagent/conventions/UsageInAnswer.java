package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.MetadataJson;
import dev.metaagent.conventions.json.NumbersInObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Finds the token counts in a provider's own answer, as far as it is JSON. */
final class UsageInAnswer {
  private UsageInAnswer() {}

  /** The numbers of each usage object, by their dotted paths, in the order of the answer. */
  static List<Map<String, Double>> all(String json) {
    List<Map<String, Double>> all = new ArrayList<>();
    try (JsonParser p = MetadataJson.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && isUsage(p.currentName())) {
          if (p.nextToken() == JsonToken.START_OBJECT) {
            Map<String, Double> numbers = new HashMap<>();
            NumbersInObject.collect(p, "", numbers, 0);
            if (!numbers.isEmpty()) {
              all.add(numbers);
            }
          }
        }
      }
    } catch (JacksonException e) {
      // an answer that is not JSON, or truncated, has no usage
    }
    return all;
  }

  private static boolean isUsage(String name) {
    return switch (name) {
      case "usage", "token_usage", "tokenUsage", "usage_metadata", "usageMetadata" -> true;
      default -> false;
    };
  }
}
