package dev.metaagent.conventions.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what Python prints of a value, in one pass without going back. Each method returns null
 * where the text is not what it reads, which ends the whole reading.
 */
final class PythonReader {
  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  PythonReader(String text) {
    this(text, 0);
  }

  PythonReader(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** {@code Name(field=value, ...)} as an object of its fields. */
  @Nullable JsonNode object() {
    JsonNode object = value();
    return at == text.length() ? object : null;
  }

  /** A list or map that is not empty. */
  @Nullable JsonNode container() {
    JsonNode container = object();
    return container == null || container.isEmpty() ? null : container;
  }

  /** {@code field=value field=value}, as pydantic prints a model. */
  @Nullable JsonNode fields() {
    ObjectNode object = Json.object();
    while (at < text.length()) {
      String name = name();
      if (name.isEmpty() || !accept('=')) {
        return null;
      }
      JsonNode value = value();
      if (value == null) {
        return null;
      }
      object.set(name, value);
      skipSpace();
    }
    return typed(object, "");
  }

  private @Nullable JsonNode value() {
    if (++depth > DEEPEST) {
      return null;
    }
    skipSpace();
    JsonNode value =
        at >= text.length()
            ? null
            : switch (text.charAt(at)) {
              case '\'', '"' -> string();
              case '[' -> list(']');
              case '(' -> list(')');
              case '{' -> map();
              case '<' -> angled();
              case '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
              default -> named();
            };
    skipSpace();
    depth--;
    return value;
  }

  private @Nullable JsonNode list(char end) {
    at++;
    ArrayNode list = Json.array();
    skipSpace();
    while (!accept(end)) {
      JsonNode element = value();
      if (element == null || !(accept(',') || isAt(end))) {
        return null;
      }
      list.add(element);
      skipSpace();
    }
    return list;
  }

  /** A map; a set is a list. */
  private @Nullable JsonNode map() {
    at++;
    ObjectNode map = Json.object();
    ArrayNode set = Json.array();
    skipSpace();
    while (!accept('}')) {
      JsonNode key = value();
      boolean pair = key != null && accept(':');
      JsonNode value = pair ? value() : key;
      if (key == null || value == null || !(accept(',') || isAt('}'))) {
        return null;
      }
      if (pair) {
        map.set(Json.written(key), value);
      } else {
        set.add(key);
      }
      skipSpace();
    }
    return set.isEmpty() ? map : map.isEmpty() ? set : null;
  }

  /** {@code <Role.USER: 'user'>} as its value; {@code <Client object at 0x7f>} as text. */
  private @Nullable JsonNode angled() {
    int start = at++;
    name();
    if (accept(':')) {
      JsonNode value = value();
      return value != null && accept('>') ? value : null;
    }
    int open = 1;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '<') {
        open++;
      } else if (c == '>' && text.charAt(at - 1) != '-' && --open == 0) {
        at++;
        return Json.string(text.substring(start, at));
      }
    }
    return null;
  }

  private @Nullable JsonNode number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE_jx".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    boolean whole = digits.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
    try {
      return whole && digits.length() < 18
          ? Json.number(Long.parseLong(digits))
          : Json.number(Double.parseDouble(digits));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A constant, a call of a class, a member of an enumeration, or a prefixed string. */
  private @Nullable JsonNode named() {
    String name = name();
    if (name.isEmpty()) {
      return null;
    }
    if (name.length() < 3 && (isAt('\'') || isAt('"'))) {
      return string();
    }
    if (isAt('[')) {
      skipTypes();
    }
    if (accept('(')) {
      return call(name.substring(name.lastIndexOf('.') + 1));
    }
    return switch (name) {
      case "None", "null", "nan", "inf", "NOT_GIVEN", "NotGiven", "PydanticUndefined", "omit" ->
          Json.nothing();
      case "True", "true" -> Json.truth(true);
      case "False", "false" -> Json.truth(false);
      default -> name.indexOf('.') > 0 ? Json.string(name) : null;
    };
  }

  /** The fields of a class; what it was called with by position stands for itself. */
  private @Nullable JsonNode call(String name) {
    ObjectNode fields = Json.object();
    ArrayNode positional = Json.array();
    skipSpace();
    while (!accept(')')) {
      int start = at;
      String field = name();
      boolean keyword = !field.isEmpty() && accept('=');
      if (!keyword) {
        at = start;
      }
      JsonNode value = value();
      if (value == null || !(accept(',') || isAt(')'))) {
        return null;
      }
      if (keyword) {
        fields.set(field.startsWith("_") ? field.replaceFirst("^_+", "") : field, value);
      } else {
        positional.add(value);
      }
      skipSpace();
    }
    if (!fields.isEmpty() || positional.isEmpty()) {
      return typed(fields, name);
    }
    return positional.size() == 1 ? positional.get(0) : positional;
  }

  /** The class of a message says whose it is; what DSPy predicted is beside its reasons. */
  private static JsonNode typed(ObjectNode fields, String name) {
    boolean message = name.endsWith("Message") || name.endsWith("MessageChunk");
    if (message && !fields.has("role") && !fields.has("type")) {
      fields.put("type", name);
    }
    if (name.equals("Prediction")) {
      ObjectNode predicted = fields.deepCopy();
      predicted.remove(List.of("reasoning", "rationale", "trajectory", "completions"));
      return predicted.size() == 1 ? predicted.iterator().next() : predicted;
    }
    return fields;
  }

  @Nullable JsonNode string() {
    char quote = text.charAt(at++);
    StringBuilder read = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return Json.string(read.toString());
      }
      if (c == '\\' && at < text.length()) {
        escaped(read);
      } else {
        read.append(c);
      }
    }
    return null;
  }

  private void escaped(StringBuilder into) {
    char c = text.charAt(at++);
    switch (c) {
      case 'n' -> into.append('\n');
      case 't' -> into.append('\t');
      case 'r' -> into.append('\r');
      case 'x' -> codePoint(2, into);
      case 'u' -> codePoint(4, into);
      case 'U' -> codePoint(8, into);
      case '\\', '\'', '"' -> into.append(c);
      default -> into.append('\\').append(c);
    }
  }

  private void codePoint(int digits, StringBuilder into) {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        into.append('\uFFFD');
        return;
      }
      code = code << 4 | digit;
      at++;
    }
    into.appendCodePoint(Character.isValidCodePoint(code) ? code : 0xFFFD);
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    boolean named =
        at > start && !Character.isDigit(text.charAt(start)) && text.charAt(start) != '.';
    return named ? text.substring(start, at) : "";
  }

  /** The parameters of a generic class. */
  private void skipTypes() {
    int end = text.indexOf(']', at);
    if (end > 0 && end + 1 < text.length() && text.charAt(end + 1) == '(') {
      at = end + 1;
    }
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean accept(char c) {
    if (isAt(c)) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
