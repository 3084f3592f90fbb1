package dev.metaagent.search.words;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// What a run was about, in one line: of messages the last one of the user, of JSON the most
/// telling text in it, of text its first line.
final class SubjectText {

  static final int LONGEST = 120;
  private static final int DEEPEST = 6;
  private static final int SHORTEST = 3;

  /// Fields that say what something is about, the most telling first.
  private static final List<String> TELLING =
      List.of(
          "subject",
          "title",
          "headline",
          "task",
          "question",
          "query",
          "topic",
          "goal",
          "objective",
          "prompt",
          "user_input",
          "userinput",
          "instruction",
          "instructions",
          "request",
          "message",
          "user_message",
          "text",
          "content",
          "input",
          "description",
          "body",
          "name");

  /// Of the fields at the head of a text, those that tell more than the first.
  private static final Set<String> SUBJECTS =
      Set.of("subject", "title", "task", "question", "query");

  /// Fields that only hold what is asked for.
  private static final List<String> ENVELOPES =
      List.of(
          "input", "inputs", "messages", "data", "payload", "args", "kwargs", "arguments", "state");

  /// Ids, numbers, times, addresses: they name something without telling it.
  private static final Pattern TELLS_NOTHING =
      Pattern.compile(
          "[\\d\\s.,:;+\\-/_TZ%$€#]*|[0-9a-fA-F-]{16,}|\\w{20,}|https?://\\S+|[^@\\s]+@[^@\\s]+|true|false|null|(?:\\p{L}+:"
              + " )?(?:<[A-Z_]+(?::[a-z0-9]+)?>[\\s,;]*)+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MARKUP =
      Pattern.compile("^(?:#{1,6}|[-*>•]|\\d{1,3}[.)])\\s+|^\\W{3,}$");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private SubjectText() {}

  /// The subject of a run from what was said to it; null when nothing tells.
  static @Nullable String of(ActionContent content) {
    List<Message> messages = content.messages();
    if (messages != null) {
      Optional<String> asked =
          messages.reversed().stream()
              .filter(message -> message.side().equals("input") && message.role().equals("user"))
              .flatMap(message -> Stream.ofNullable(message.text()))
              .flatMap(text -> Stream.ofNullable(of(opened(StringNode.valueOf(text)))))
              .findFirst();
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    JsonNode input = content.input();
    return input == null ? null : of(opened(input));
  }

  /// The value that a text holds as JSON; the node itself where it holds none.
  private static JsonNode opened(JsonNode node) {
    String text = node.isString() ? node.stringValue().strip() : "";
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return node;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException _) {
      return node;
    }
  }

  static @Nullable String of(JsonNode node) {
    return telling(node, 0).orElse(null);
  }

  private static Optional<String> telling(JsonNode node, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (node.isString()) {
      JsonNode opened = opened(node);
      return opened.isString() ? line(opened.stringValue()) : telling(opened, depth + 1);
    }
    if (node.isArray()) {
      return ofArray(node, depth);
    }
    return node.isObject() ? ofObject(node, depth) : Optional.empty();
  }

  /// Of messages the last one of the user, of anything else the first that tells.
  private static Optional<String> ofArray(JsonNode array, int depth) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    List<JsonNode> users = elements.reversed().stream().filter(SubjectText::isOfUser).toList();
    return Stream.concat(users.stream(), elements.stream())
        .flatMap(element -> telling(element, depth + 1).stream())
        .findFirst();
  }

  private static boolean isOfUser(JsonNode element) {
    String role = element.path("role").asString(element.path("type").asString(""));
    return role.equalsIgnoreCase("user") || role.equalsIgnoreCase("human");
  }

  private static Optional<String> ofObject(JsonNode object, int depth) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> fields.putIfAbsent(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    Stream<JsonNode> telling =
        TELLING.stream().filter(fields::containsKey).map(fields::get).filter(JsonNode::isString);
    Stream<JsonNode> envelopes = ENVELOPES.stream().filter(fields::containsKey).map(fields::get);
    Stream<JsonNode> deeper =
        TELLING.stream().filter(fields::containsKey).map(fields::get).filter(JsonNode::isContainer);
    return Stream.of(telling, envelopes, deeper)
        .flatMap(nodes -> nodes)
        .flatMap(node -> telling(node, depth + 1).stream())
        .findFirst()
        .or(() -> longest(fields.values(), depth));
  }

  /// Without a field that is known to tell, the longest text.
  private static Optional<String> longest(Iterable<JsonNode> values, int depth) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> telling(value, depth + 1).ifPresent(texts::add));
    return texts.stream().max(Comparator.comparingInt(String::length));
  }

  /// The first line that tells. Where a text begins with a head of fields, such as that of an
  /// e-mail, the value of its subject or else of its first field.
  private static Optional<String> line(String text) {
    List<String> lines =
        text.lines().limit(200).map(SubjectText::plain).filter(SubjectText::tells).toList();
    List<Field> head =
        lines.stream()
            .map(Field::of)
            .takeWhile(Optional::isPresent)
            .flatMap(Optional::stream)
            .filter(field -> tells(field.value()))
            .toList();
    return head.stream()
        .filter(Field::isSubject)
        .findFirst()
        .or(() -> head.stream().findFirst())
        .map(Field::value)
        .or(() -> lines.stream().filter(line -> !Field.names(line)).findFirst())
        .or(() -> lines.stream().findFirst())
        .map(SubjectText::shortened);
  }

  private static String plain(String line) {
    return SPACE.matcher(MARKUP.matcher(line.strip()).replaceFirst("")).replaceAll(" ").strip();
  }

  private static boolean tells(String line) {
    return line.length() >= SHORTEST && !TELLS_NOTHING.matcher(line).matches();
  }

  /// A line such as `Subject: Roof in Kiel`.
  private record Field(String name, String value) {

    private static final Pattern FORM =
        Pattern.compile("(\\p{Lu}\\p{L}*(?: \\p{Lu}\\p{L}*)?): (.+)");

    static Optional<Field> of(String line) {
      Matcher matcher = FORM.matcher(line);
      return matcher.matches()
          ? Optional.of(new Field(matcher.group(1), matcher.group(2)))
          : Optional.empty();
    }

    /// Whether a line is the name of a field alone, as above its value.
    static boolean names(String line) {
      String name = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
      return TELLING.contains(name.toLowerCase(Locale.ROOT));
    }

    boolean isSubject() {
      return SUBJECTS.contains(name.toLowerCase(Locale.ROOT));
    }
  }

  private static String shortened(String line) {
    if (line.length() <= LONGEST) {
      return line;
    }
    int space = line.lastIndexOf(' ', LONGEST - 1);
    int end = space > LONGEST / 2 ? space : LONGEST - 1;
    end = Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
    return line.substring(0, end).stripTrailing() + "…";
  }
}
