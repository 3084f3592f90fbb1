package dev.metaagent.conventions.attributes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The provider's id of a call, by which two reports of it are told to be one. Where no attribute
 * has it, it stands in the answer, as the value of an {@code id} with one of the providers'
 * prefixes.
 */
public final class ResponseIds {
  private static final List<String> PREFIXES =
      List.of("\"msg_", "\"chatcmpl-", "\"resp_", "\"cmpl-", "\"gen-");

  private static final int LONGEST = 120;

  private ResponseIds() {}

  public static @Nullable String of(SpanFacts facts) {
    String sent = facts.text(Field.RESPONSE_ID);
    String answer = sent == null ? facts.text(Field.OUTPUT_BODY) : null;
    return answer == null ? sent : inside(answer);
  }

  private static @Nullable String inside(String answer) {
    for (String prefix : PREFIXES) {
      int at = answer.indexOf(prefix);
      while (at >= 0) {
        if (isId(answer, at)) {
          return value(answer, at + 1);
        }
        at = answer.indexOf(prefix, at + 1);
      }
    }
    return null;
  }

  /** Whether the text before a value is the name {@code id}; JSON in JSON has escaped quotes. */
  private static boolean isId(String text, int value) {
    int at = value - 1;
    while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '\\')) {
      at--;
    }
    if (at < 0 || text.charAt(at) != ':') {
      return false;
    }
    at--;
    while (at >= 0 && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
      at--;
    }
    return at >= 2 && text.startsWith("\"id", at - 2);
  }

  private static @Nullable String value(String text, int from) {
    int to = from;
    while (to < text.length() && isPart(text.charAt(to)) && to - from < LONGEST) {
      to++;
    }
    return to < text.length() && !isPart(text.charAt(to)) ? text.substring(from, to) : null;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }
}
