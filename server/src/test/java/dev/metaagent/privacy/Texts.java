package dev.metaagent.privacy;

import java.util.List;
import java.util.Map;

/// Texts through the standard policy, with a key of the tests.
final class Texts {

  static final PrivacyPolicy POLICY =
      PrivacyPolicy.standard(
          "a key of thirty-two bytes, no less".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  /// The same, and names of people are looked for.
  static final PrivacyPolicy WITH_PERSONS =
      PolicyCompiler.of(
          new PolicyChoices(Map.of("person", "hash"), null, null, null),
          "a key of thirty-two bytes, no less".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  private Texts() {}

  static String clean(String text) {
    return new TextCleaner(POLICY, null).clean(text, 0);
  }

  static List<TextCleaner.Found> found(String text) {
    return new TextCleaner(POLICY, null).findings(text);
  }

  /// The classes that are found, in order.
  static List<String> kinds(String text) {
    return found(text).stream().map(TextCleaner.Found::kind).toList();
  }

  /// What is found with its class, in order: `email ada@x.example`.
  static List<String> values(String text) {
    return found(text).stream()
        .map(found -> found.kind() + " " + text.substring(found.start(), found.end()))
        .toList();
  }
}
