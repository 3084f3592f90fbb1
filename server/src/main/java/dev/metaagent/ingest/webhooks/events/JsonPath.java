package dev.metaagent.ingest.webhooks.events;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A path into JSON, after RFC 9535 without functions and slices: `$.a.b`, `$['a b'][0]`, `[-1]`,
/// `[*]`, `..name`, and `[?@.kind == 'llm']`. It is parsed once.
final class JsonPath {

  private static final int LONGEST = 500;
  private static final int MOST = 10_000;

  /// One step of a path.
  sealed interface Part {
    /// A member by its name.
    record Name(String name) implements Part {}

    /// An element; from the end where it is negative.
    record Index(int index) implements Part {}

    /// All members or elements.
    record All() implements Part {}

    /// Members of a name at any depth.
    record Deep(String name) implements Part {}

    /// Elements whose member equals, or does not equal, a literal; without one: that have it.
    record Where(JsonPath path, @Nullable String literal, boolean equal) implements Part {}
  }

  private final boolean fromItem;
  private final List<Part> parts;

  private JsonPath(boolean fromItem, List<Part> parts) {
    this.fromItem = fromItem;
    this.parts = List.copyOf(parts);
  }

  /// @throws IllegalArgumentException with a sentence that names the place
  static JsonPath parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("a path has at most " + LONGEST + " characters");
    }
    Parser parser = new Parser(text);
    JsonPath path = parser.path();
    parser.end();
    return path;
  }

  /// All matches, in order.
  ///
  /// @param root the value of `$`
  /// @param item the value of `@`
  /// @param effort how much may be looked at
  List<JsonNode> find(JsonNode root, JsonNode item, Effort effort) {
    List<JsonNode> found = List.of(fromItem ? item : root);
    for (Part part : parts) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : found) {
        step(part, node, next, effort);
      }
      found = next;
    }
    return found;
  }

  /// Whether the result does not depend on the item.
  boolean ofBody() {
    return !fromItem;
  }

  private static void step(Part part, JsonNode node, List<JsonNode> found, Effort effort) {
    effort.look();
    switch (part) {
      case Part.Name(String name) -> add(node.path(name), found);
      case Part.Index(int index) -> add(node.path(index < 0 ? node.size() + index : index), found);
      case Part.All() ->
          node.forEach(child -> {
            effort.look();
            add(child, found);
          });
      case Part.Deep(String name) -> deep(name, node, found, effort);
      case Part.Where where ->
          node.forEach(child -> {
            if (matches(where, child, effort)) {
              add(child, found);
            }
          });
    }
  }

  private static void deep(String name, JsonNode node, List<JsonNode> found, Effort effort) {
    effort.look();
    if (found.size() >= MOST) {
      return;
    }
    add(node.path(name), found);
    node.forEach(child -> deep(name, child, found, effort));
  }

  private static boolean matches(Part.Where where, JsonNode child, Effort effort) {
    effort.look();
    List<JsonNode> found = where.path().find(child, child, effort);
    if (where.literal() == null) {
      return !found.isEmpty();
    }
    boolean same =
        !found.isEmpty()
            && found.getFirst().isValueNode()
            && where.literal().equals(EventFields.text(found.getFirst()));
    return same == where.equal();
  }

  private static void add(JsonNode node, List<JsonNode> found) {
    if (!node.isMissingNode() && found.size() < MOST) {
      found.add(node);
    }
  }

  /// Reads a path from left to right.
  private static final class Parser {

    private final String text;
    private int at;
    private int deep;

    Parser(String text) {
      this.text = text;
    }

    JsonPath path() {
      if (at >= text.length() || (peek() != '$' && peek() != '@')) {
        throw wrong("a path begins with $ (the body) or @ (the item)");
      }
      boolean item = text.charAt(at++) == '@';
      List<Part> parts = new ArrayList<>();
      while (at < text.length() && (peek() == '.' || peek() == '[')) {
        parts.add(part());
      }
      return new JsonPath(item, parts);
    }

    private Part part() {
      if (text.startsWith("..", at)) {
        at += 2;
        if (deep++ > 0) {
          throw wrong("a path has one .. at most");
        }
        return new Part.Deep(name());
      }
      if (peek() == '.') {
        at++;
        if (at < text.length() && peek() == '*') {
          at++;
          return new Part.All();
        }
        return new Part.Name(name());
      }
      at++;
      Part part = bracket();
      expect(']');
      return part;
    }

    private Part bracket() {
      space();
      if (at >= text.length()) {
        throw wrong("a bracket is not closed");
      }
      char c = peek();
      if (c == '*') {
        at++;
        return new Part.All();
      }
      if (c == '?') {
        at++;
        return where();
      }
      if (c == '\'' || c == '"') {
        return new Part.Name(quoted());
      }
      return new Part.Index(number());
    }

    private Part where() {
      space();
      JsonPath path = path();
      space();
      boolean equal = text.startsWith("==", at);
      if (!equal && !text.startsWith("!=", at)) {
        return new Part.Where(path, null, true);
      }
      at += 2;
      space();
      return new Part.Where(path, literal(), equal);
    }

    private String literal() {
      if (at < text.length() && (peek() == '\'' || peek() == '"')) {
        return quoted();
      }
      int from = at;
      while (at < text.length() && peek() != ']' && peek() != ' ') {
        at++;
      }
      String literal = text.substring(from, at);
      if (!literal.matches("true|false|-?\\d{1,18}(\\.\\d{1,9})?")) {
        throw wrong("compare with a quoted text, a number, true or false");
      }
      return literal;
    }

    private String name() {
      int from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(peek()) || "_-$".indexOf(peek()) >= 0)) {
        at++;
      }
      if (from == at) {
        throw wrong("a name is missing");
      }
      return text.substring(from, at);
    }

    private String quoted() {
      char quote = text.charAt(at++);
      StringBuilder name = new StringBuilder();
      while (at < text.length() && peek() != quote) {
        if (peek() == '\\' && at + 1 < text.length()) {
          at++;
        }
        name.append(text.charAt(at++));
      }
      expect(quote);
      return name.toString();
    }

    private int number() {
      int from = at;
      while (at < text.length() && (Character.isDigit(peek()) || (at == from && peek() == '-'))) {
        at++;
      }
      try {
        return Integer.parseInt(text.substring(from, at));
      } catch (NumberFormatException _) {
        throw wrong("a bracket holds a number, a quoted name, * or ?");
      }
    }

    private void expect(char c) {
      space();
      if (at >= text.length() || peek() != c) {
        throw wrong("expected " + c);
      }
      at++;
    }

    private void space() {
      while (at < text.length() && peek() == ' ') {
        at++;
      }
    }

    private char peek() {
      return text.charAt(at);
    }

    void end() {
      if (at < text.length()) {
        throw wrong("the path ends here");
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException("character " + (at + 1) + ": " + what);
    }
  }
}
