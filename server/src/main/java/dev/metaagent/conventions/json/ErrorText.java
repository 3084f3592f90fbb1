package dev.metaagent.conventions.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an error says, out of the code that prints it: {@code OpenAIError('too many')}, and {@code
 * Error code: 429 - {'error': {'message': 'too many', 'type': 'rate_limit'}}}.
 *
 * @param type the class, with its package, or the code that the text names; null if it names none
 */
public record ErrorText(@Nullable String type, String message) {
  private static final int LONGEST = 1 << 16;
  private static final int DEEPEST = 5;
  private static final String TRACE = "Traceback (most recent call last)";

  private static final List<String> INNER = List.of("error", "body", "data", "response");
  private static final List<String> MESSAGES =
      List.of("message", "detail", "error_description", "errorMessage", "msg", "reason");
  private static final List<String> TYPES =
      List.of("type", "errorType", "error_type", "status", "code", "name");

  /** The text without a stack trace glued to it, and without what is printed around it. */
  public static ErrorText of(String sent) {
    String text = sent.strip();
    int trace = text.indexOf(TRACE);
    ErrorText error = new ErrorText(null, trace > 0 ? text.substring(0, trace).strip() : text);
    for (int depth = 0; depth < DEEPEST && error.message().length() < LONGEST; depth++) {
      ErrorText inner = inside(error.message());
      if (inner == null) {
        break;
      }
      error = new ErrorText(error.type() == null ? inner.type() : error.type(), inner.message());
    }
    return error;
  }

  private static @Nullable ErrorText inside(String text) {
    int end = text.endsWith(")") ? endOfName(text) : 0;
    if (end > 0 && end < text.length() && text.charAt(end) == '(') {
      return raised(text, end);
    }
    int start = text.endsWith("}") ? text.indexOf('{') : -1;
    if (start < 0) {
      return null;
    }
    JsonNode object = Printed.opened(Json.string(text.substring(start)));
    ErrorText error = object.isObject() ? reported(object, 0) : null;
    return error == null
        ? null
        : new ErrorText(error.type(), text.substring(0, start) + error.message());
  }

  /** {@code OpenAIError('...')}: the class and what it was raised with first. */
  private static @Nullable ErrorText raised(String text, int open) {
    String type = text.substring(0, open);
    if (!Character.isUpperCase(type.charAt(type.lastIndexOf('.') + 1))) {
      return null;
    }
    String first = Printed.quoted(text, open + 1);
    JsonNode object = first == null ? Printed.read(text) : null;
    String message = object != null && object.isObject() ? first(object, MESSAGES) : first;
    return message == null || message.isBlank() ? null : new ErrorText(type, message.strip());
  }

  /** A provider's or framework's error object; the innermost one that has a message. */
  private static @Nullable ErrorText reported(JsonNode object, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    for (String name : INNER) {
      JsonNode inner = object.path(name);
      ErrorText error = inner.isObject() ? reported(inner, depth + 1) : null;
      if (error != null) {
        return error;
      }
    }
    String message = first(object, MESSAGES);
    String type = first(object, TYPES);
    if (message != null && (type != null || depth > 0 || object.size() == 1)) {
      return new ErrorText(type, message);
    }
    String error = Json.text(object.get("error"));
    return error == null || error.isBlank() ? null : new ErrorText(null, error);
  }

  private static @Nullable String first(JsonNode object, List<String> names) {
    for (String name : names) {
      String text = Json.text(object.get(name));
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  /** Where the dotted name ends with which a text begins. */
  public static int endOfName(String text) {
    int end = 0;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }
}
