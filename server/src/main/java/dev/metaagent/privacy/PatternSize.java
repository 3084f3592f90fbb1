package dev.metaagent.privacy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The size of a pattern with its counted repetitions expanded. The time of RE2, and its memory
/// when compiling, are proportional to it: `((a{1000}){1000}){10}` exhausts the memory.
final class PatternSize {

  /// The largest accepted size.
  static final long MOST = 2_000;

  private static final long ENDLESS = 1_000_000_000;
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,6})(?:,(\\d{0,6}))?}");

  private final String text;
  private final Matcher count;
  private final Deque<Long> around = new ArrayDeque<>();
  private long sum;
  private long last;
  private int at;

  private PatternSize(String text) {
    this.text = text;
    this.count = COUNT.matcher(text);
  }

  /// About as many steps as the pattern has; never fewer than its repetitions make.
  static long of(String pattern) {
    PatternSize size = new PatternSize(pattern);
    while (size.at < pattern.length()) {
      size.next();
    }
    while (!size.around.isEmpty()) {
      size.close();
    }
    return size.sum;
  }

  private void next() {
    switch (text.charAt(at)) {
      case '(' -> {
        around.push(sum);
        sum = 0;
        last = 0;
        at++;
      }
      case ')' -> {
        close();
        at++;
      }
      case '[' -> one(classEnd());
      case '\\' -> escape();
      case '{' -> repeat();
      default -> one(at + 1);
    }
  }

  private void one(int end) {
    last = 1;
    sum++;
    at = end;
  }

  private void close() {
    last = Math.max(1, sum);
    sum = Math.min(ENDLESS, last + (around.isEmpty() ? 0 : around.pop()));
  }

  private void repeat() {
    if (!count.find(at) || count.start() != at) {
      one(at + 1);
      return;
    }
    String most = count.group(2);
    long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
    long more = Math.min(ENDLESS, last * Math.max(0, times - 1));
    sum = Math.min(ENDLESS, sum + more);
    last = Math.min(ENDLESS, last + more);
    at = count.end();
  }

  /// An escaped character, or all between two marks of a quotation.
  private void escape() {
    if (!text.startsWith("\\Q", at)) {
      one(Math.min(text.length(), at + 2));
      return;
    }
    int end = text.indexOf("\\E", at);
    one(end < 0 ? text.length() : end + 2);
  }

  private int classEnd() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != ']') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), end + 1);
  }
}
