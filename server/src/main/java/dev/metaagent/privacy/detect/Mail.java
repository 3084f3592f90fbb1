package dev.metaagent.privacy.detect;

import java.util.Set;

/// Looks for e-mail addresses around an at sign.
final class Mail {

  private static final String LOCAL = ".+%'&~-";
  private static final int LONGEST_LOCAL = 64;

  /// icon@2x.png
  private static final Set<String> FILES =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "json", "html");

  private Mail() {}

  /// Finds the address around an at sign; answers where to go on.
  static int at(Scan scan, int at, int after) {
    char[] text = scan.text();
    int start = at;
    int earliest = Math.max(after, at - LONGEST_LOCAL);
    while (start > earliest && local(text[start - 1])) {
      start--;
    }
    while (start < at && !Letters.word(text[start])) {
      start++;
    }
    int end = domain(text, scan.length(), at + 1);
    boolean host =
        Letters.matches(text, at, at - 3, "git")
            && start == at - 3
            && end < scan.length()
            && text[end] == ':';
    if (start == at || end < 0 || host) {
      return at + 1;
    }
    scan.found(DataClass.EMAIL, start, end);
    return end;
  }

  private static boolean local(char c) {
    return Letters.word(c) || LOCAL.indexOf(c) >= 0;
  }

  /// The end of a domain whose last part is a top level of letters, or -1.
  private static int domain(char[] text, int length, int from) {
    int at = from;
    int label = from;
    int end = -1;
    while (at < length) {
      while (at < length && text[at] != '_' && (Letters.word(text[at]) || text[at] == '-')) {
        at++;
      }
      if (at == label) {
        break;
      }
      if (label > from && letters(text, label, at)) {
        end = at;
      }
      if (at >= length || text[at] != '.') {
        break;
      }
      label = ++at;
    }
    return end;
  }

  private static boolean letters(char[] text, int from, int to) {
    if (to - from < 2 || to - from > 24) {
      return false;
    }
    if (Letters.matches(text, to, from, "xn--")) {
      return true;
    }
    if (FILES.contains(new String(text, from, to - from))) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Letters.digit(text[i]) || text[i] == '-') {
        return false;
      }
    }
    return true;
  }
}
