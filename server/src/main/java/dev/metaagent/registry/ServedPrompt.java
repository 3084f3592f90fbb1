package dev.metaagent.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The version of a prompt that policies serve.
///
/// @param variables the names that the content holds as `{{name}}`
/// @param model the model that it is meant for; null: not said
/// @param parameters of the call, values that JSON has; null: none
public record ServedPrompt(
    String name,
    int version,
    String content,
    List<String> variables,
    @Nullable String model,
    @Nullable Map<String, Object> parameters) {

  public ServedPrompt {
    variables = List.copyOf(variables);
  }
}
