package dev.metaagent.policy.document;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The production version of a prompt. `parameters` are those of the model, as plain values.
public record PolicyPrompt(
    String name,
    long version,
    String content,
    List<String> variables,
    @Nullable String model,
    Map<String, @Nullable Object> parameters) {

  static PolicyPrompt parse(String path, @Nullable Object json) {
    Fields fields = Fields.of(path, json);
    return new PolicyPrompt(
        fields.text("name"),
        fields.integer("version", 1),
        fields.text("content"),
        Fields.items(
            fields.path("variables"), fields.listOrEmpty("variables"), PolicyPrompt::variable),
        fields.textOrNull("model"),
        parameters(fields));
  }

  private static String variable(String path, @Nullable Object json) {
    if (json instanceof String name) {
      return name;
    }
    throw new InvalidPolicy(path, "a text");
  }

  private static Map<String, @Nullable Object> parameters(Fields fields) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    Object value = fields.value("parameters");
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> parameters.put(String.valueOf(key), item));
    } else if (value != null) {
      throw fields.invalid("parameters", "an object");
    }
    return Collections.unmodifiableMap(parameters);
  }
}
