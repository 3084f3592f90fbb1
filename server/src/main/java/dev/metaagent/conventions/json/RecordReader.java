package dev.metaagent.conventions.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what Java and Kotlin print of a record, without quotes: {@code Answer[text=hi, sources=[a,
 * b]]}, {@code Answer(text=hi)}, {@code AiMessage { text = "hi" }}. A text ends before the next
 * field or the bracket that closes it. One pass without going back; null ends the reading.
 */
final class RecordReader {
  private static final int DEEPEST = 32;
  private static final Pattern FIELD = Pattern.compile(",\\s*+[a-zA-Z_]\\w*+ ?=[^=]");
  private static final Pattern OPENING =
      Pattern.compile("(?:[a-z]\\w*+\\.)*+[A-Z][\\w$]*+(?:\\(| ?[\\[{])(?=\\s*+\\w++ ?=|[\\])}])");

  private final String text;
  private final Matcher field;
  private final Matcher opening;
  private int at;
  private int depth;

  RecordReader(String text) {
    this.text = text;
    this.field = FIELD.matcher(text);
    this.opening = OPENING.matcher(text);
  }

  @Nullable JsonNode object() {
    JsonNode object = opens() ? record() : null;
    return object != null && at == text.length() ? object : null;
  }

  private boolean opens() {
    return opening.region(at, text.length()).lookingAt();
  }

  private @Nullable JsonNode record() {
    at = opening.end();
    char end = closing(text.charAt(at - 1));
    if (++depth > DEEPEST) {
      return null;
    }
    ObjectNode fields = Json.object();
    skipSpace();
    while (!accept(end)) {
      String name = name();
      JsonNode value = name.isEmpty() ? null : value(end, true);
      if (value == null || !(accept(',') || isAt(end))) {
        return null;
      }
      fields.set(name, value);
      skipSpace();
    }
    depth--;
    return fields;
  }

  /** A field's name and the sign after it. */
  private String name() {
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    skipSpace();
    return accept('=') ? name : "";
  }

  private @Nullable JsonNode value(char end, boolean ofField) {
    skipSpace();
    if (at >= text.length() || text.charAt(at) == '\'' || text.charAt(at) == '<') {
      return null; // as Python prints
    }
    if (opens()) {
      return record();
    }
    JsonNode value =
        switch (text.charAt(at)) {
          case '"' -> quoted();
          case '[' -> list();
          case '{' -> map();
          default -> plain(end, ofField);
        };
    skipSpace();
    return value;
  }

  private @Nullable JsonNode list() {
    at++;
    if (++depth > DEEPEST) {
      return null;
    }
    ArrayNode list = Json.array();
    skipSpace();
    while (!accept(']')) {
      JsonNode element = value(']', false);
      if (element == null || !(accept(',') || isAt(']'))) {
        return null;
      }
      list.add(element);
      skipSpace();
    }
    depth--;
    return list;
  }

  private @Nullable JsonNode map() {
    at++;
    if (++depth > DEEPEST) {
      return null;
    }
    ObjectNode map = Json.object();
    skipSpace();
    while (!accept('}')) {
      int sign = text.indexOf('=', at);
      if (sign < 0) {
        return null;
      }
      String key = text.substring(at, sign).strip();
      at = sign + 1;
      JsonNode value = value('}', true);
      if (value == null || !(accept(',') || isAt('}'))) {
        return null;
      }
      map.set(key, value);
      skipSpace();
    }
    depth--;
    return map;
  }

  private @Nullable JsonNode quoted() {
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      return null;
    }
    JsonNode value = Json.string(text.substring(at + 1, end));
    at = end + 1;
    return value;
  }

  /** Unquoted text, up to the next field (or element) or the bracket that closes. */
  private @Nullable JsonNode plain(char end, boolean ofField) {
    int start = at;
    char begin = opening(end);
    int open = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == begin) {
        open++;
      } else if (c == end && open-- == 0) {
        break;
      } else if (c == ',' && open == 0 && (!ofField || isField())) {
        break;
      }
    }
    if (at == text.length()) {
      return null;
    }
    String value = text.substring(start, at).strip();
    return value.equals("null") ? Json.nothing() : Json.string(value);
  }

  private boolean isField() {
    return field.region(at, text.length()).lookingAt();
  }

  private static char closing(char opening) {
    return opening == '(' ? ')' : opening == '[' ? ']' : '}';
  }

  private static char opening(char closing) {
    return closing == ')' ? '(' : closing == ']' ? '[' : '{';
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
