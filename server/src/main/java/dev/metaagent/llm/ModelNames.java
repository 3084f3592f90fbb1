package dev.metaagent.llm;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a model is called in a list of prices.
final class ModelNames {

  private static final List<String> PREFIXES =
      List.of("us.", "eu.", "apac.", "global.", "anthropic.", "amazon.", "meta.");

  /// A revision as Bedrock writes it. Other words behind a colon name a size or another offer.
  private static final Pattern REVISION = Pattern.compile("(:\\d{1,3}k?)+$");

  private static final Pattern VERSION = Pattern.compile("-v\\d{1,2}$");
  private static final Pattern DATE = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  private ModelNames() {}

  /// A model name without provider prefix and release date: `openai/gpt-5-2025-08-07` is `gpt-5`.
  static String plain(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    name = name.substring(name.lastIndexOf('/') + 1);
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        name = name.substring(prefix.length());
      }
    }
    name = REVISION.matcher(name).replaceFirst("");
    name = VERSION.matcher(name).replaceFirst("");
    if (name.endsWith("-latest")) {
      name = name.substring(0, name.length() - "-latest".length());
    }
    return DATE.matcher(name).replaceFirst("");
  }
}
