package dev.metaagent.observe.mapping;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Finds the token counts that a provider put into its own answer, as far as it is JSON. */
final class UsageInAnswer {
  private UsageInAnswer() {}

  /** The numbers of the first usage object, by their dotted paths; empty if there is none. */
  static Map<String, Double> find(String json) {
    try (JsonParser p = MetadataJson.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && isUsage(p.currentName())) {
          if (p.nextToken() == JsonToken.START_OBJECT) {
            Map<String, Double> numbers = new HashMap<>();
            Usages.collect(p, "", numbers, 0);
            if (!numbers.isEmpty()) {
              return numbers;
            }
          }
        }
      }
    } catch (JacksonException e) {
      // an answer that is no JSON, or was cut off, tells nothing
    }
    return Map.of();
  }

  private static boolean isUsage(String name) {
    return switch (name) {
      case "usage", "token_usage", "tokenUsage", "usage_metadata", "usageMetadata" -> true;
      default -> false;
    };
  }
}
