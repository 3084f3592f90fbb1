package dev.metaagent.fleet.model;

/// How many tokens a text has, counted as tokenizers roughly do: words in pieces of at most five
/// letters, and each sign for itself.
final class Tokens {

  private static final int PIECE = 5;

  private Tokens() {}

  static int of(String text) {
    int tokens = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        // an umlaut is rarer in the vocabulary and splits a word
        letters += c < 128 ? 1 : 2;
      } else {
        tokens += pieces(letters) + (Character.isWhitespace(c) ? 0 : 1);
        letters = 0;
      }
    }
    return tokens + pieces(letters);
  }

  private static int pieces(int letters) {
    return (letters + PIECE - 1) / PIECE;
  }
}
