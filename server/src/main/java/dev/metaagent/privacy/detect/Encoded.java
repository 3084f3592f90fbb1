package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Texts inside a text, in Base64, Base64url or hexadecimal digits: blob parts, data addresses,
/// cursors. One that holds something is found as a whole. What is encoded twice, or broken into
/// lines within a value, is not read.
final class Encoded {

  static final int SHORTEST = 20;
  private static final int SHORTEST_HEX = 24;
  private static final int LONGEST = 4_000_000;

  /// bytes that are looked at before all are decoded
  private static final int BEGINNING = 12;

  private final Scan scan;
  private @Nullable Scan inner;

  Encoded(Scan scan) {
    this.scan = scan;
  }

  /// Looks at a long word; answers the end of an encoded text that holds something, or -1.
  int at(int start, int end) {
    char[] text = scan.text();
    if (start > 0 && "+/-_.@\\".indexOf(text[start - 1]) >= 0) {
      return -1;
    }
    int size = end - start;
    if (size % 2 == 0
        && size >= SHORTEST_HEX
        && begins(text, start, true)
        && Letters.all(text, start, end, Letters.HEX)) {
      return holds(hexadecimal(text, start, end), start, end);
    }
    if (!begins(text, start, false)) {
      return -1;
    }
    int to = end;
    while (to < scan.length() && to - start < LONGEST && value(text[to]) >= 0) {
      to++;
    }
    int padded = to;
    while (padded < scan.length() && padded - to < 2 && text[padded] == '=') {
      padded++;
    }
    return (to - start) % 4 == 1 ? -1 : holds(decoded(text, start, to), start, padded);
  }

  private int holds(byte[] bytes, int start, int end) {
    String plain = text(bytes);
    if (plain == null) {
      return -1;
    }
    if (inner == null) {
      inner = scan.another();
    }
    DataClass kind = scan.first(inner.of(plain, 0));
    if (kind == null) {
      return -1;
    }
    scan.found(kind, start, end);
    return end;
  }

  /// What bytes say; null if they are no text.
  private static @Nullable String text(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 127) {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// Whether the first bytes may begin a text in UTF-8: nearly all other tokens end here.
  private static boolean begins(char[] text, int start, boolean hexadecimal) {
    int left = 0;
    for (int i = 0; i < BEGINNING && left >= 0; i++) {
      if (hexadecimal) {
        left = step(left, hex(text, start + 2 * i));
      } else {
        int three = base64(text, start + 4 * (i / 3));
        left = step(left, three >> (16 - i % 3 * 8) & 0xFF);
      }
    }
    return left >= 0;
  }

  /// How many bytes of a character are left after one more; -1 where it belongs to no text.
  private static int step(int left, int b) {
    if (b < 0) {
      return -1;
    }
    if (left > 0) {
      return (b & 0xC0) == 0x80 ? left - 1 : -1;
    }
    if (b < 0x80) {
      return (b >= ' ' && b != 127) || b == '\n' || b == '\r' || b == '\t' ? 0 : -1;
    }
    return b < 0xC2 || b > 0xF4 ? -1 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
  }

  private static int hex(char[] text, int at) {
    return Character.digit(text[at], 16) << 4 | Character.digit(text[at + 1], 16);
  }

  private static int base64(char[] text, int at) {
    return value(text[at]) << 18
        | value(text[at + 1]) << 12
        | value(text[at + 2]) << 6
        | value(text[at + 3]);
  }

  private static byte[] hexadecimal(char[] text, int from, int to) {
    byte[] bytes = new byte[(to - from) / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) hex(text, from + 2 * i);
    }
    return bytes;
  }

  private static byte[] decoded(char[] text, int from, int to) {
    byte[] bytes = new byte[(to - from) * 3 / 4];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (int i = from; i < to; i++) {
      held = held << 6 | value(text[i]);
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
    }
    return bytes;
  }

  /// The six bits that a character of Base64 or Base64url stands for, or -1.
  private static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
  }
}
