package dev.metaagent.observe.privacy;

import java.util.List;

/// Texts through the standard policy, with a key of the tests.
final class Texts {

  static final Policy POLICY =
      Policy.standard(
          "a key of thirty-two bytes, no less".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  private Texts() {}

  static String clean(String text) {
    return new Cleaner(POLICY, null).clean(text, 0);
  }

  static List<Cleaner.Found> found(String text) {
    return new Cleaner(POLICY, null).findings(text);
  }

  /// The classes that are found, in order.
  static List<String> kinds(String text) {
    return found(text).stream().map(Cleaner.Found::kind).toList();
  }
}
