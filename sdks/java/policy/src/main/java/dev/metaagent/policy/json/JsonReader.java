package dev.metaagent.policy.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one text by recursive descent.
final class JsonReader {

  private static final int MAX_DEPTH = 1_000;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object document() {
    Object value = value();
    skipSpace();
    if (at < text.length()) {
      throw new InvalidJson("the end", at);
    }
    return value;
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private @Nullable Object value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    enter();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    skipSpace();
    if (!take('}')) {
      do {
        skipSpace();
        if (peek() != '"') {
          throw new InvalidJson("a key", at);
        }
        String key = string();
        skipSpace();
        expect(':');
        object.put(key, value());
        skipSpace();
      } while (take(','));
      expect('}');
    }
    depth--;
    return object;
  }

  private List<@Nullable Object> list() {
    enter();
    List<@Nullable Object> list = new ArrayList<>();
    skipSpace();
    if (!take(']')) {
      do {
        list.add(value());
        skipSpace();
      } while (take(','));
      expect(']');
    }
    depth--;
    return list;
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw new InvalidJson("at most " + MAX_DEPTH + " levels", at);
    }
  }

  private String string() {
    int start = ++at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        break;
      }
      at++;
    }
    throw new InvalidJson("the end of a text", at);
  }

  private String escaped(int start) {
    StringBuilder string = new StringBuilder(text.substring(start, at));
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        break;
      }
      string.append(c == '\\' ? escape() : c);
    }
    throw new InvalidJson("the end of a text", at);
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new InvalidJson("an escape", at - 1);
    };
  }

  private char unicode() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new InvalidJson("four hexadecimal digits", at);
      }
      unit = unit * 16 + digit;
      at++;
    }
    return (char) unit;
  }

  private Number number() {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    boolean whole = true;
    if (take('.')) {
      digits();
      whole = false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
      whole = false;
    }
    String number = text.substring(start, at);
    return whole ? wholeNumber(number) : (Number) Double.valueOf(number);
  }

  private static Number wholeNumber(String number) {
    if (number.equals("-0")) {
      return -0.0;
    }
    if (number.length() < 19) {
      return Long.valueOf(number);
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException beyond64Bits) {
      return Double.valueOf(number);
    }
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw new InvalidJson("a value", at);
    }
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw new InvalidJson("a value", at);
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new InvalidJson("more text", at);
    }
    return text.charAt(at);
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw new InvalidJson("'" + c + "'", at);
    }
  }
}
