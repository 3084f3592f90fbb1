package dev.metaagent.conventions.json;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** Reads the numbers of an object by their dotted paths, such as counts of tokens. */
public final class NumbersInObject {

  private static final JsonFactory FACTORY = new JsonFactory();

  private NumbersInObject() {}

  /** All numbers of an object, JSON or as Python prints it, by their dotted paths. */
  public static Map<String, Double> of(String sent) {
    Map<String, Double> numbers = new HashMap<>();
    JsonNode printed = sent.startsWith("{'") ? Printed.read(sent) : null;
    String json = printed == null ? sent : printed.toString();
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (p.nextToken() == JsonToken.START_OBJECT) {
        collect(p, "", numbers, 0);
      }
    } catch (JacksonException e) {
      // what stood before the fault counts
    }
    return numbers;
  }

  /** The numbers of the object in which a parser stands. */
  public static void collect(JsonParser p, String path, Map<String, Double> into, int depth) {
    while (p.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = path + p.currentName();
      switch (p.nextToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> into.put(name, p.getDoubleValue());
        case START_OBJECT -> {
          if (depth < 4) {
            collect(p, name + ".", into, depth + 1);
          } else {
            p.skipChildren();
          }
        }
        default -> p.skipChildren();
      }
    }
  }
}
