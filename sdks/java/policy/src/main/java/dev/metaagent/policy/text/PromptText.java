package dev.metaagent.policy.text;

import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.json.Numbers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A prompt with values in place of its variables. `missing` names the variables without a value,
/// each once, in order; they stay in the text as they are.
public record PromptText(String text, List<String> missing) {

  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{ *([A-Za-z_][A-Za-z0-9_.-]*) *\\}\\}");

  /// Replaces each `{{variable}}`. Values are plain values: objects and lists are written as JSON.
  /// Values are not looked through for variables.
  public static PromptText render(String content, Map<String, ? extends @Nullable Object> values) {
    Set<String> missing = new LinkedHashSet<>();
    Matcher variables = VARIABLE.matcher(content);
    String text =
        variables.replaceAll(variable -> {
          Object value = values.get(variable.group(1));
          if (value == null) {
            missing.add(variable.group(1));
          }
          return Matcher.quoteReplacement(value == null ? variable.group() : shown(value));
        });
    return new PromptText(text, List.copyOf(missing));
  }

  private static String shown(Object value) {
    if (value instanceof Number number) {
      return Numbers.text(number);
    }
    return value instanceof Map || value instanceof List ? Json.write(value) : value.toString();
  }
}
