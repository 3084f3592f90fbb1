package dev.metaagent.testing.telemetry;

/// Texts as applications send them, and one in six that is hostile: control characters, text from
/// right to left, emoji, very long values, and what a database refuses.
final class Texts {

  private static final String[] PLAIN = {
    "refund", "order 1042", "look it up", "Paris", "no answer", "v2", "a longer text with words"
  };

  private static final String[] HOSTILE = {
    "a\u0000b",
    "\u0000",
    "\u202Eright to left: \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
    "\uD83D\uDE80 \uD83D\uDC69\u200D\uD83D\uDCBB \uD83C\uDDE9\uD83C\uDDEA",
    "line\r\nbreak\ttab\u0007\u001B[31m",
    "'; drop table executions; --",
    "{\"not\": \"json\"",
    "\\u0000 %00 \\x00",
    "\uFFFE\uFFFF\uFEFF",
    "",
    "   ",
  };

  private final Dice dice;

  Texts(Dice dice) {
    this.dice = dice;
  }

  String any() {
    if (!dice.oneIn(6)) {
      return dice.of(PLAIN);
    }
    return dice.oneIn(8) ? "x\uD83D\uDE80".repeat(dice.between(100, 4_000)) : dice.of(HOSTILE);
  }

  /// For runs as JSON, whose fields are bounded and which can carry halves of surrogate pairs.
  String anyForJson() {
    String text = dice.oneIn(12) ? dice.of("\uD800", "a\uDC00b", "\uD83D", "\uDE80\uD83D") : any();
    return text.length() > 400 ? text.substring(0, 400) : text;
  }

  /// A key of an attribute that means nothing to us.
  String key() {
    return dice.oneIn(4) ? dice.of("", "a\u0000", "\uD83D\uDE80", ".", "k".repeat(2_000)) : "note";
  }
}
