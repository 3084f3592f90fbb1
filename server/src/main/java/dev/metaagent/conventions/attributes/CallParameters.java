package dev.metaagent.conventions.attributes;

import dev.metaagent.kernel.StorableText;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What the parameters of a model call say: a JSON object, or the one that matters. */
public final class CallParameters {
  private static final Set<String> STREAM = Set.of("stream", "streaming");
  private static final Set<String> MODEL = Set.of("model", "model_name", "model_id");

  private CallParameters() {}

  /**
   * Whether they ask for a stream. That they do not says nothing: a framework may stream whatever
   * it was configured with.
   */
  static boolean askForStream(@Nullable String parameters) {
    return "true".equals(parameters) || first(parameters, STREAM, JsonToken.VALUE_TRUE) != null;
  }

  /** The requested model; null if they do not tell. */
  public static @Nullable String model(@Nullable String parameters) {
    return AttributeValues.meaningful(first(parameters, MODEL, JsonToken.VALUE_STRING));
  }

  private static @Nullable String first(
      @Nullable String parameters, Set<String> names, JsonToken type) {
    if (parameters == null
        || parameters.charAt(0) != '{'
        || names.stream().noneMatch(name -> parameters.contains('"' + name + '"'))) {
      return null;
    }
    try (JsonParser p = MetadataJson.FACTORY.createParser(ObjectReadContext.empty(), parameters)) {
      p.nextToken();
      while (p.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean named = names.contains(p.currentName());
        if (p.nextToken() == type && named) {
          return StorableText.of(p.getString());
        }
        p.skipChildren();
      }
    } catch (JacksonException e) {
      // what stood before the fault counts
    }
    return null;
  }
}
