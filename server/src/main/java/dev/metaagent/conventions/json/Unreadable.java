package dev.metaagent.conventions.json;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts that a language prints in place of a value it cannot print: the place of an object in
 * memory, a coroutine that nobody awaited. They say nothing about the value.
 */
public final class Unreadable {
  private static final int LONGEST_NAME = 300;

  private static final List<String> BEGINNINGS =
      List.of(
          "<coroutine object ",
          "<async_generator object ",
          "<generator object ",
          "<function ",
          "<built-in ",
          "<bound method ",
          "<class '",
          "<module '",
          "<Task ",
          "<Future ",
          "<_asyncio.",
          "[Function",
          "[AsyncFunction",
          "[object ",
          "[AsyncGenerator",
          "Object [AsyncGenerator",
          "Promise {",
          "ReadableStream {");

  /** {@code <Stream object at 0x7f>}, {@code com.acme.Answer@1b2c3d4}, {@code 0xc000123456}. */
  private static final Pattern PLACE =
      Pattern.compile(
          "<[\\w.]++(?:\\[[^\\]]*+\\])?+ (?:object|instance)(?: at 0x[0-9a-fA-F]++)?+[^<>]*+>"
              + "|\\[*+L?(?:[a-z_]\\w*+\\.)++[A-Z][\\w$]*+;?@[0-9a-f]{4,8}"
              + "|[A-Z]\\w*+[$][\\w$]++@[0-9a-f]{4,8}"
              + "|(?:System|Microsoft)(?:\\.[A-Z]\\w*+)++(?:`\\d(?:\\[.*+)?+)?+"
              + "|[A-Z]\\w*+\\(\\)"
              + "|0x[0-9a-f]{6,16}");

  private Unreadable() {}

  /** Whether the whole text says nothing. */
  public static boolean is(String text) {
    String bare = text.strip();
    if (bare.isEmpty()) {
      return false;
    }
    char last = bare.charAt(bare.length() - 1);
    boolean bracketed = last == '>' || last == ']' || last == '}';
    return (bracketed && BEGINNINGS.stream().anyMatch(bare::startsWith))
        || (bare.length() < LONGEST_NAME && PLACE.matcher(bare).matches());
  }
}
