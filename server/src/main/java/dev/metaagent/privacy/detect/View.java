package dev.metaagent.privacy.detect;

/// A text as it reads once the escapes of JSON are resolved, however often it was encoded, with the
/// offset of each character in the original text. Truncated JSON is read the same way, and findings
/// are replaced in place, so that everything else is unchanged, byte for byte.
final class View {

  char[] text = new char[1024];
  private char[] sent = new char[0];
  private int[] places = new int[0];
  private boolean plain = true;
  int length;

  /// Takes a text; what was read before is gone.
  void read(String source) {
    int size = source.length();
    if (text.length < size) {
      text = new char[Math.max(size, text.length * 2)];
    }
    plain = source.indexOf('\\') < 0 && source.indexOf("%40") < 0;
    if (plain) {
      source.getChars(0, size, text, 0);
      length = size;
    } else {
      if (places.length <= size) {
        places = new int[text.length + 1];
        sent = new char[text.length];
      }
      source.getChars(0, size, sent, 0);
      resolve(size);
    }
  }

  /// Where a character begins in the text that was sent; the one after the last is its end.
  int place(int index) {
    return plain ? index : places[index];
  }

  /// How many characters stand for this one, for instance 3 for `\\"`.
  int width(int index) {
    return plain ? 1 : places[index + 1] - places[index];
  }

  private void resolve(int size) {
    int at = 0;
    int out = 0;
    while (at < size) {
      char c = sent[at];
      places[out] = at;
      if (c == '\\') {
        at = escape(at, size, out);
      } else if (c == '%' && at + 2 < size && sent[at + 1] == '4' && sent[at + 2] == '0') {
        text[out] = '@';
        at += 3;
      } else {
        text[out] = c;
        at++;
      }
      out++;
    }
    places[out] = size;
    length = out;
  }

  /// Resolves an escape that begins here, also one that was escaped again.
  private int escape(int start, int size, int out) {
    int at = start;
    while (at < size && sent[at] == '\\') {
      at++;
    }
    char letter = at < size ? sent[at] : 0;
    switch (letter) {
      case 'n', 'r' -> text[out] = '\n';
      case 't', 'b', 'f' -> text[out] = '\t';
      case '"', '\'', '/' -> text[out] = letter;
      case 'u' -> {
        int code = hex(at + 1, size);
        if (code < 0) {
          text[out] = '\\';
          return at;
        }
        text[out] = (char) code;
        return at + 5;
      }
      default -> {
        text[out] = '\\';
        return at;
      }
    }
    return at + 1;
  }

  private int hex(int from, int size) {
    if (from + 4 > size) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(sent[i], 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }
}
