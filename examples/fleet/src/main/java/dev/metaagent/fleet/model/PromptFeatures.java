package dev.metaagent.fleet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a model finds in the text of a prompt.
///
/// @param fields the fields that the answer is to have, from the schema or from its sentences
/// @param schema whether the form of the answer is shown as JSON
/// @param examples how many examples it gives
/// @param onlyJson whether it forbids anything beside the JSON
/// @param quoting whether it says how quotation marks are written
/// @param fewestWords how long a text is to be
/// @param words its own length
record PromptFeatures(
    List<String> fields,
    boolean schema,
    int examples,
    boolean onlyJson,
    boolean quoting,
    int fewestWords,
    int mostWords,
    int words) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern FENCE = Pattern.compile("```json\\s*\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^Example\\b");
  private static final Pattern LENGTH = Pattern.compile("(\\d+) to (\\d+) words");
  private static final Pattern SENTENCE = Pattern.compile("[^.\\n]*\\bJSON\\b[^.\\n]*");

  static PromptFeatures of(String prompt) {
    List<String> shown = shownFields(prompt);
    String lower = prompt.toLowerCase(Locale.ROOT);
    Matcher length = LENGTH.matcher(prompt);
    boolean bounded = length.find();
    return new PromptFeatures(
        shown.isEmpty() ? toldFields(prompt) : shown,
        !shown.isEmpty(),
        (int) EXAMPLE.matcher(prompt).results().count(),
        lower.contains("nothing else"),
        lower.contains("quotation mark"),
        bounded ? Integer.parseInt(length.group(1)) : 60,
        bounded ? Integer.parseInt(length.group(2)) : 120,
        prompt.split("\\s+", -1).length);
  }

  /// The keys of the first JSON object that the prompt shows.
  private static List<String> shownFields(String prompt) {
    Matcher fence = FENCE.matcher(prompt);
    if (!fence.find()) {
      return List.of();
    }
    try {
      JsonNode shown = JSON.readTree(fence.group(1));
      return shown.isObject() ? List.copyOf(shown.propertyNames()) : List.of();
    } catch (JacksonException e) {
      return List.of();
    }
  }

  /// Fields that are named in a sentence about JSON.
  private static List<String> toldFields(String prompt) {
    List<String> named = new ArrayList<>();
    Matcher sentence = SENTENCE.matcher(prompt);
    while (sentence.find()) {
      String text = sentence.group().toLowerCase(Locale.ROOT);
      for (String field : Knowledge.FIELDS) {
        if (!named.contains(field) && text.contains(field.replace('_', ' '))) {
          named.add(field);
        }
      }
    }
    return named;
  }
}
