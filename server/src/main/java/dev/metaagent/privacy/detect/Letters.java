package dev.metaagent.privacy.detect;

/// Which characters belong to words, numbers and tokens.
public final class Letters {

  static final byte LOWER = 1;
  static final byte UPPER = 2;
  static final byte DIGIT = 4;
  static final byte HEX = 8;
  static final byte DASH = 16;
  static final byte UNDERSCORE = 32;
  static final byte ALPHANUMERIC = LOWER | UPPER | DIGIT;
  static final byte WORD = ALPHANUMERIC | UNDERSCORE;
  static final byte TOKEN = WORD | DASH;

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

  static boolean is(char c, int kinds) {
    return c < 128 && (KINDS[c] & kinds) != 0;
  }

  /// Whether it is part of a word, in any writing.
  static boolean word(char c) {
    return c < 128 ? (KINDS[c] & WORD) != 0 : Character.isLetterOrDigit(c);
  }

  /// Whether it joins a word that has no blank around it: writing without blanks does not.
  static boolean joins(char c) {
    return c < 128 ? (KINDS[c] & WORD) != 0 : Character.isLetterOrDigit(c) && !unspaced(c);
  }

  /// Chinese, Japanese and Korean writing, where a number follows a word directly.
  static boolean unspaced(char c) {
    return (c >= 0x2E80 && c <= 0x9FFF)
        || (c >= 0xAC00 && c <= 0xD7AF)
        || (c >= 0xF900 && c <= 0xFAFF);
  }

  public static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 32) : c < 128 ? c : Character.toLowerCase(c);
  }

  /// Whether a text from one place to another is of these kinds only.
  static boolean all(char[] text, int from, int to, int kinds) {
    for (int i = from; i < to; i++) {
      if (!is(text[i], kinds)) {
        return false;
      }
    }
    return true;
  }

  static boolean matches(char[] text, int length, int at, String literal) {
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
