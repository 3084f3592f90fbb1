package dev.metaagent.privacy.detect.text;

/// A text as it reads once its encodings are resolved, with the offset of each character in the
/// original text: escapes of JSON however often it was encoded, of addresses (`%40`, `%2540`) and
/// of HTML (`&#64;`, `&quot;`), fullwidth characters, and characters without width, which are left
/// out. Truncated JSON is read the same way, and findings are replaced in place, so that everything
/// else is unchanged, byte for byte.
public final class View {

  public char[] text = new char[1024];
  private char[] sent = new char[0];
  private int[] places = new int[0];
  private boolean plain = true;
  private int size;
  public int length;

  /// Takes a text; what was read before is gone.
  public void read(String source) {
    size = source.length();
    if (text.length < size) {
      text = new char[Math.max(size, text.length * 2)];
    }
    plain = !encoded(source);
    if (plain) {
      source.getChars(0, size, text, 0);
      length = size;
    } else {
      resolve(source);
    }
  }

  /// Reads the text again with rare characters resolved too, for which every text need not be
  /// searched; answers whether that changes anything.
  ///
  /// @see Escapes#rare
  public boolean again(String source) {
    if (!plain) {
      return false;
    }
    plain = false;
    resolve(source);
    return true;
  }

  private static boolean encoded(String source) {
    if (source.indexOf('\\') >= 0) {
      return true;
    }
    for (int at = source.indexOf('%'); at >= 0; at = source.indexOf('%', at + 1)) {
      if (Escapes.percent(source, at)) {
        return true;
      }
    }
    for (int at = source.indexOf('&'); at >= 0; at = source.indexOf('&', at + 1)) {
      if (Escapes.html(source, at)) {
        return true;
      }
    }
    return false;
  }

  /// Where a character begins in the text that was sent; the one after the last is its end.
  public int place(int index) {
    return plain ? index : places[index];
  }

  /// How many characters stand for this one, for instance 3 for `\\"`.
  public int width(int index) {
    return plain ? 1 : places[index + 1] - places[index];
  }

  private void resolve(String source) {
    if (places.length <= size) {
      places = new int[text.length + 1];
      sent = new char[text.length];
    }
    source.getChars(0, size, sent, 0);
    Escapes escapes = new Escapes(sent, size);
    int at = 0;
    int out = 0;
    while (at < size) {
      char c = sent[at];
      if (c != '\\' && c != '%' && c != '&' && c < 128) {
        places[out] = at++;
        text[out++] = c;
        continue;
      }
      places[out] = at;
      char next = at + 1 < size ? sent[at + 1] : 0;
      if (c == '\\' && (next == '"' || next == 'n')) {
        // by far the most frequent ones
        text[out++] = next == 'n' ? '\n' : '"';
        at += 2;
        continue;
      }
      int read = escapes.read(at);
      at += escapes.width();
      if (read >= 0) {
        text[out++] = (char) read;
      }
    }
    places[out] = size;
    length = out;
  }
}
