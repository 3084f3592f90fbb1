package dev.metaagent.privacy.detect.text;

/// Characters that stand for another one: `\"`, a code point behind `\\u`, `%40`, `&#64;`, a
/// fullwidth letter.
public final class Escapes {

  /// No character: one without width, which is left out.
  public static final int NOTHING = -1;

  private static final String[] NAMES = {"quot;", "amp;", "lt;", "gt;", "apos;", "commat;"};
  private static final String NAMED = "\"&<>'@";
  private static final int LONGEST_NUMBER = 6;

  private final char[] sent;
  private final int size;
  private int end;
  private int start;

  public Escapes(char[] sent, int size) {
    this.sent = sent;
    this.size = size;
  }

  /// Whether a character outside ASCII reads as another one, or as none.
  public static boolean rare(char c) {
    return c == '\u00AD'
        || (c >= '\u200B' && c <= '\u200D')
        || c == '\u2060'
        || c == '\uFEFF'
        || (c >= '\uFF01' && c <= '\uFF5E')
        || (c >= '\u0660' && c <= '\u0669')
        || (c >= '\u06F0' && c <= '\u06F9');
  }

  /// Whether two hexadecimal digits follow a percent sign.
  public static boolean percent(String text, int at) {
    return at + 2 < text.length() && hex(text.charAt(at + 1)) >= 0 && hex(text.charAt(at + 2)) >= 0;
  }

  /// Whether the name or number of a character follows an ampersand.
  public static boolean html(String text, int at) {
    if (at + 3 < text.length() && text.charAt(at + 1) == '#') {
      return true;
    }
    for (String name : NAMES) {
      if (text.startsWith(name, at + 1)) {
        return true;
      }
    }
    return false;
  }

  /// The character that stands here, however it is written; {@link #NOTHING} for one without width.
  public int read(int at) {
    start = at;
    end = at + 1;
    char c = sent[at];
    return switch (c) {
      case '\\' -> json(at);
      case '%' -> percent(at);
      case '&' -> html(at);
      default -> c < 128 ? c : meaning(c);
    };
  }

  /// How many characters were read for it.
  public int width() {
    return end - start;
  }

  /// An escape of JSON, also one that was escaped again.
  private int json(int from) {
    int at = from;
    while (at < size && sent[at] == '\\') {
      at++;
    }
    char letter = at < size ? sent[at] : 0;
    end = at + 1;
    switch (letter) {
      case 'n', 'r' -> {
        return '\n';
      }
      case 't', 'b', 'f' -> {
        return '\t';
      }
      case '"', '\'', '/' -> {
        return letter;
      }
      case 'u' -> {
        int code = number(at + 1, at + 5, 16);
        if (code >= 0) {
          end = at + 5;
          return meaning((char) code);
        }
      }
      default -> {
        // a backslash that escapes nothing here
      }
    }
    end = at;
    return '\\';
  }

  private static int meaning(char c) {
    if (!rare(c)) {
      return c;
    }
    if (Character.isDigit(c)) {
      return '0' + Character.digit(c, 10);
    }
    return c >= '\uFF01' && c <= '\uFF5E' ? c - 0xFEE0 : NOTHING;
  }

  /// A percent escape of an ASCII character, also one whose percent sign was escaped again.
  private int percent(int from) {
    int at = from + 1;
    while (at + 3 < size
        && sent[at] == '2'
        && sent[at + 1] == '5'
        && hex(sent[at + 2]) >= 0
        && hex(sent[at + 3]) >= 0) {
      at += 2;
    }
    int code = number(at, at + 2, 16);
    if (code < ' ' || code > '~') {
      if (code == '\n' || code == '\r' || code == '\t') {
        end = at + 2;
        return code;
      }
      return '%';
    }
    end = at + 2;
    return code;
  }

  /// A character of HTML by name or number.
  private int html(int from) {
    int at = from + 1;
    while (Letters.matches(sent, size, at, "amp;") && entity(at + 4)) {
      at += 4;
    }
    if (at < size && sent[at] == '#') {
      boolean hex = at + 1 < size && (sent[at + 1] == 'x' || sent[at + 1] == 'X');
      int first = at + (hex ? 2 : 1);
      int last = first;
      while (last < size && last - first < LONGEST_NUMBER && hex(sent[last]) >= 0) {
        last++;
      }
      int code = last == first ? -1 : number(first, last, hex ? 16 : 10);
      if (code >= '\t' && code < 0x10000 && last < size && sent[last] == ';') {
        end = last + 1;
        return meaning((char) code);
      }
      return '&';
    }
    for (int i = 0; i < NAMES.length; i++) {
      if (Letters.matches(sent, size, at, NAMES[i])) {
        end = at + NAMES[i].length();
        return NAMED.charAt(i);
      }
    }
    return '&';
  }

  /// Whether this goes on like what follows an ampersand, which was escaped itself.
  private boolean entity(int at) {
    if (at < size && sent[at] == '#') {
      return true;
    }
    for (String name : NAMES) {
      if (Letters.matches(sent, size, at, name)) {
        return true;
      }
    }
    return false;
  }

  private int number(int from, int to, int base) {
    if (to > size) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = hex(sent[i]);
      if (digit < 0 || digit >= base) {
        return -1;
      }
      number = number * base + digit;
    }
    return number;
  }

  private static int hex(char c) {
    return c >= '0' && c <= '9'
        ? c - '0'
        : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
