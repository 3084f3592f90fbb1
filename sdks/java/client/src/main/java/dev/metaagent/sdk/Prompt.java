package dev.metaagent.sdk;

import dev.metaagent.policy.text.PromptText;
import dev.metaagent.sdk.internal.values.Plain;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prompt of the policy, or the default of the code, which has no version.
public record Prompt(
    String name,
    @Nullable Long version,
    String content,
    @Nullable String model,
    Map<String, @Nullable Object> parameters) {

  /// The content with values in place of `{{variables}}`; those without a value are named in the
  /// result and stay as they are.
  public PromptText render(Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    values.forEach((key, value) -> plain.put(key, Plain.of(value)));
    return PromptText.render(content, plain);
  }
}
