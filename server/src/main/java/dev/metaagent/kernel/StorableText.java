package dev.metaagent.kernel;

/// Text that PostgreSQL can store. It refuses NUL (U+0000) anywhere in a text, and UTF-8 cannot
/// encode a surrogate without its pair. Each such character is replaced by U+FFFD, the Unicode
/// replacement character.
public final class StorableText {

  private static final int REPLACEMENT = 0xFFFD;

  private StorableText() {}

  /// Whether PostgreSQL can store the text as it is.
  public static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!paired(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /// The text with U+FFFD in place of what cannot be stored; the same object where nothing changes.
  public static String of(String text) {
    if (is(text)) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints().map(c -> refused(c) ? REPLACEMENT : c).forEach(storable::appendCodePoint);
    return storable.toString();
  }

  private static boolean paired(String text, int high) {
    return high + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(high), text.charAt(high + 1));
  }

  private static boolean refused(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
