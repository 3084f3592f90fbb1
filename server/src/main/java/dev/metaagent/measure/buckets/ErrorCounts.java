package dev.metaagent.measure.buckets;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Kinds of errors as they lie in a column: JSON, null when there were none.
public final class ErrorCounts {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<MetricAccumulator.ErrorCount>> LIST =
      new TypeReference<>() {};

  private ErrorCounts() {}

  public static @Nullable String write(List<MetricAccumulator.ErrorCount> errors) {
    return errors.isEmpty() ? null : JSON.writeValueAsString(errors);
  }

  public static List<MetricAccumulator.ErrorCount> read(@Nullable String json) {
    return json == null ? List.of() : JSON.readValue(json, LIST);
  }
}
