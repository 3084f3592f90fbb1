package dev.metaagent.privacy.detect.text;

/// Which characters belong to words, numbers and tokens.
public final class Letters {

  public static final byte LOWER = 1;
  public static final byte UPPER = 2;
  public static final byte DIGIT = 4;
  public static final byte HEX = 8;
  public static final byte DASH = 16;
  public static final byte UNDERSCORE = 32;
  public static final byte ALPHANUMERIC = LOWER | UPPER | DIGIT;
  public static final byte WORD = ALPHANUMERIC | UNDERSCORE;
  public static final byte TOKEN = WORD | DASH;

  private static final byte[] KINDS = new byte[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      KINDS[c] = LOWER;
      KINDS[Character.toUpperCase(c)] = UPPER;
    }
    for (char c = '0'; c <= '9'; c++) {
      KINDS[c] = DIGIT | HEX;
    }
    for (char c = 'a'; c <= 'f'; c++) {
      KINDS[c] |= HEX;
      KINDS[Character.toUpperCase(c)] |= HEX;
    }
    KINDS['-'] = DASH;
    KINDS['_'] = UNDERSCORE;
  }

  private Letters() {}

  public static boolean is(char c, int kinds) {
    return c < 128 && (KINDS[c] & kinds) != 0;
  }

  /// Whether it is part of a word, in any writing.
  public static boolean word(char c) {
    return c < 128 ? (KINDS[c] & WORD) != 0 : Character.isLetterOrDigit(c);
  }

  /// Whether it joins a word that has no blank around it: writing without blanks does not.
  public static boolean joins(char c) {
    return c < 128
        ? (KINDS[c] & WORD) != 0
        : Character.isLetterOrDigit(c) && !unspaced(c) && !Escapes.rare(c);
  }

  /// Chinese, Japanese and Korean writing, where a number follows a word directly.
  public static boolean unspaced(char c) {
    return (c >= 0x2E80 && c <= 0x9FFF)
        || (c >= 0xAC00 && c <= 0xD7AF)
        || (c >= 0xF900 && c <= 0xFAFF);
  }

  public static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  public static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 32) : c < 128 ? c : Character.toLowerCase(c);
  }

  /// Whether a text from one place to another is of these kinds only.
  public static boolean all(char[] text, int from, int to, int kinds) {
    for (int i = from; i < to; i++) {
      if (!is(text[i], kinds)) {
        return false;
      }
    }
    return true;
  }

  public static boolean matches(char[] text, int length, int at, String literal) {
    int size = literal.length();
    if (at < 0 || at + size > length) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (text[at + i] != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
