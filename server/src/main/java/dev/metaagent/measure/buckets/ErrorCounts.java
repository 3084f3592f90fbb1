package dev.metaagent.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Kinds of errors as they lie in a column: JSON, null when there were none.
final class ErrorCounts {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<Tally.ErrorCount>> LIST = new TypeReference<>() {};

  private ErrorCounts() {}

  static @Nullable String write(List<Tally.ErrorCount> errors) {
    return errors.isEmpty() ? null : JSON.writeValueAsString(errors);
  }

  static List<Tally.ErrorCount> read(@Nullable String json) {
    return json == null ? List.of() : JSON.readValue(json, LIST);
  }
}
