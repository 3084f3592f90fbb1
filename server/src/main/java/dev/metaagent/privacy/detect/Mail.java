package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
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

  /// Finds an address whose at sign is spelled out: `ada [at] x.example`, `ada at x dot example`.
  ///
  /// @param word where `at` begins
  /// @param wordEnd where it ends
  static int spelled(Scan scan, int word, int wordEnd) {
    char[] text = scan.text();
    int length = scan.length();
    boolean bracket =
        word > 0
            && wordEnd < length
            && "[({<".indexOf(text[word - 1]) >= 0
            && "])}>".indexOf(text[wordEnd]) >= 0;
    int left = skipBack(text, bracket ? word - 1 : word);
    int right = skip(text, length, bracket ? wordEnd + 1 : wordEnd);
    if (!bracket && (left == word || right == wordEnd)) {
      return -1;
    }
    int start = left;
    while (start > 0 && left - start < LONGEST_LOCAL && local(text[start - 1])) {
      start--;
    }
    while (start < left && !Letters.word(text[start])) {
      start++;
    }
    int end = start == left ? -1 : bracket ? domain(text, length, right) : -1;
    end = end < 0 && start < left ? dotted(text, length, right) : end;
    if (end < 0 || (!bracket && !spelledDot(text, right, end))) {
      return -1;
    }
    scan.found(DataClass.EMAIL, start, end);
    return end;
  }

  /// Prose has `look at x.example` too: without brackets, the full stops are spelled out as well.
  private static boolean spelledDot(char[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text[i] == '.') {
        return false;
      }
    }
    return true;
  }

  private static int skip(char[] text, int length, int from) {
    int at = from;
    while (at < length && at - from < 2 && text[at] == ' ') {
      at++;
    }
    return at;
  }

  private static int skipBack(char[] text, int from) {
    int at = from;
    while (at > 0 && from - at < 2 && text[at - 1] == ' ') {
      at--;
    }
    return at;
  }

  /// The end of a domain whose full stops are spelled out, `x dot example`, or -1.
  private static int dotted(char[] text, int length, int from) {
    int at = from;
    int end = -1;
    for (int label = 0; label < 5; label++) {
      int first = at;
      while (at < length && (Letters.is(text[at], Letters.ALPHANUMERIC) || text[at] == '-')) {
        at++;
      }
      if (at == first) {
        return end;
      }
      if (label > 0 && letters(text, first, at)) {
        end = at;
      }
      int next = dot(text, length, skip(text, length, at));
      if (next < 0) {
        return end;
      }
      at = next;
    }
    return end;
  }

  /// Where the next label begins behind `dot`, `[dot]` or a full stop, or -1.
  private static int dot(char[] text, int length, int from) {
    boolean bracket = from < length && "[({<".indexOf(text[from]) >= 0;
    int at = bracket ? from + 1 : from;
    boolean word =
        at + 3 < length
            && Letters.lower(text[at]) == 'd'
            && Letters.lower(text[at + 1]) == 'o'
            && Letters.lower(text[at + 2]) == 't';
    if (!word) {
      return !bracket && from < length && text[from] == '.' ? from + 1 : -1;
    }
    int end = at + 3;
    boolean whole = bracket ? "])}>".indexOf(text[end]) >= 0 : text[end] == ' ';
    return whole ? skip(text, length, bracket ? end + 1 : end) : -1;
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
