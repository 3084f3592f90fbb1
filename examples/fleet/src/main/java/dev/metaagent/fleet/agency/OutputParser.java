package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.OutputFormatException.JsonParseException;
import dev.metaagent.fleet.agency.OutputFormatException.MissingFieldException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the answer of a model as the program of an agent does: one JSON object, nothing after it,
/// with every field that the next step needs.
final class OutputParser {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final int LONGEST = 120;

  private OutputParser() {}

  static JsonNode parse(String answer, List<String> fields) throws OutputFormatException {
    JsonNode read = read(answer);
    if (!read.isObject()) {
      throw new JsonParseException("an object was expected (char 0)");
    }
    for (String field : fields) {
      if (!read.has(field)) {
        throw new MissingFieldException(field);
      }
    }
    return read;
  }

  private static JsonNode read(String answer) throws JsonParseException {
    try {
      return JSON.readTree(answer);
    } catch (JacksonException e) {
      String why = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
      throw new JsonParseException(
          "%s (char %d)"
              .formatted(why.length() > LONGEST ? why.substring(0, LONGEST) + "…" : why, place(e)));
    }
  }

  /// The index of the first character that cannot be read.
  private static long place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null ? 0 : Math.max(0, location.getCharOffset());
  }
}
