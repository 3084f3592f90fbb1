package dev.metaagent.registry.prompts;

import dev.metaagent.kernel.MetaAgentException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a version says, checked. Texts are kept as they are, personal data included: an agent gets
/// exactly what was written.
///
/// @param variables names, each once
/// @param parameters an object; null: none
/// @param tools a list; null: none
record PromptContent(
    String content,
    List<String> variables,
    @Nullable String model,
    @Nullable JsonNode parameters,
    @Nullable JsonNode tools) {

  private static final int LONGEST = 200_000;
  private static final int LONGEST_MODEL = 200;
  private static final int LONGEST_PARAMETERS = 20_000;
  private static final int LONGEST_TOOLS = 100_000;
  private static final int MOST_VARIABLES = 500;
  private static final int LONGEST_VARIABLE = 200;
  private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_.-]*+";
  private static final Pattern NAME = Pattern.compile(VARIABLE);
  private static final Pattern IN_TEXT = Pattern.compile("\\{\\{ *+(" + VARIABLE + ") *+\\}\\}");

  /// Refuses what is wrong by the name of its field.
  ///
  /// @param variables null: those that the content holds
  static PromptContent of(
      @Nullable String content,
      @Nullable List<@Nullable String> variables,
      @Nullable String model,
      @Nullable JsonNode parameters,
      @Nullable JsonNode tools) {
    String text = content(content);
    return new PromptContent(
        text,
        variables == null ? found(text) : given(variables),
        model(model),
        CheckedJson.object("parameters", parameters, LONGEST_PARAMETERS),
        CheckedJson.list("tools", tools, LONGEST_TOOLS));
  }

  private static String content(@Nullable String content) {
    if (content == null || content.isBlank() || content.length() > LONGEST) {
      throw MetaAgentException.invalid("content", "a text of 1 to " + LONGEST + " characters");
    }
    return content;
  }

  private static @Nullable String model(@Nullable String model) {
    if (model == null || model.isBlank()) {
      return null;
    }
    if (model.length() > LONGEST_MODEL) {
      throw MetaAgentException.invalid("model", "at most " + LONGEST_MODEL + " characters");
    }
    return model.strip();
  }

  private static List<String> found(String content) {
    Set<String> names = new LinkedHashSet<>();
    Matcher variables = IN_TEXT.matcher(content);
    while (variables.find()) {
      names.add(variables.group(1));
    }
    boolean fits =
        names.size() <= MOST_VARIABLES
            && names.stream().allMatch(name -> name.length() <= LONGEST_VARIABLE);
    if (!fits) {
      throw MetaAgentException.invalid(
          "content",
          "holds at most %d different variables with names of at most %d characters"
              .formatted(MOST_VARIABLES, LONGEST_VARIABLE));
    }
    return List.copyOf(names);
  }

  private static List<String> given(List<@Nullable String> variables) {
    if (variables.size() > MOST_VARIABLES) {
      throw MetaAgentException.invalid("variables", "at most " + MOST_VARIABLES + " names");
    }
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i);
      if (name == null || name.length() > LONGEST_VARIABLE || !NAME.matcher(name).matches()) {
        throw MetaAgentException.invalid(
            "variables[" + i + "]",
            "a letter or underscore, then letters, digits, '_', '.' or '-', at most "
                + LONGEST_VARIABLE
                + " characters");
      }
      names.add(name);
    }
    return new ArrayList<>(names);
  }
}
