package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;

/// IPv6 and hardware addresses.
final class Networks {

  private final Scan scan;

  Networks(Scan scan) {
    this.scan = scan;
  }

  /// Examines a word of hex digits before a colon or hyphen; answers the end of what was found, or
  /// -1.
  int at(int start, int end) {
    char[] text = scan.text();
    int length = scan.length();
    if (end - start > 4 || end >= length || !Letters.all(text, start, end, Letters.HEX)) {
      return -1;
    }
    char separator = text[end];
    if (separator != ':' && separator != '-') {
      return -1;
    }
    if (start > 0 && (text[start - 1] == separator || text[start - 1] == '.')) {
      return -1;
    }
    if (end - start == 2) {
      int mac = hardware(text, length, start, separator);
      if (mac > 0) {
        scan.found(DataClass.MAC_ADDRESS, start, mac);
        return mac;
      }
    }
    return separator == ':' ? internet(text, length, start) : -1;
  }

  private static int hardware(char[] text, int length, int start, char separator) {
    int end = start + 17;
    if (end > length || (end < length && (Letters.word(text[end]) || text[end] == separator))) {
      return -1;
    }
    for (int i = 0; i < 17; i++) {
      boolean fits =
          i % 3 == 2 ? text[start + i] == separator : Letters.is(text[start + i], Letters.HEX);
      if (!fits) {
        return -1;
      }
    }
    return end;
  }

  private int internet(char[] text, int length, int start) {
    int at = start;
    int groups = 0;
    boolean gap = false;
    boolean distinctive = false;
    while (at < length && groups < 8) {
      int from = at;
      while (at < length && at - from < 5 && Letters.is(text[at], Letters.HEX)) {
        distinctive |= !Letters.digit(text[at]);
        at++;
      }
      if (at - from > 4) {
        return -1;
      }
      if (at > from) {
        groups++;
      }
      boolean colon = at < length && text[at] == ':';
      if (!colon) {
        break;
      }
      boolean second = at + 1 < length && text[at + 1] == ':';
      if (second && gap) {
        return -1;
      }
      boolean goesOn = at + 1 < length && Letters.is(text[at + 1], Letters.HEX);
      if (!second && (!goesOn || groups == 8)) {
        break;
      }
      gap |= second;
      at += second ? 2 : 1;
      if (second && (at >= length || !Letters.is(text[at], Letters.HEX))) {
        break;
      }
    }
    boolean whole =
        (groups == 8 && !gap) || (gap && groups >= 2 && groups < 8 && wide(text, start));
    boolean edge = at >= length || (!Letters.word(text[at]) && text[at] != ':');
    if (!whole || !edge || !(distinctive || groups == 8 || gap)) {
      return -1;
    }
    scan.found(DataClass.IP_ADDRESS, start, at);
    return at;
  }

  /// Whether the first group is that of a global, local or private address.
  private static boolean wide(char[] text, int start) {
    char first = Letters.lower(text[start]);
    return first == '2' || first == '3' || first == 'f';
  }
}
