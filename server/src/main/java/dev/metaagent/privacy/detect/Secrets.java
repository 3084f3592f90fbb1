package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;

/// Finds secrets: those with a known prefix, tokens of headers, private keys, and credentials in
/// addresses.
public final class Secrets {

  private static final int LONGEST_KEY = 16_384;
  private static final int LONGEST_HEADER = 512;
  private static final int LONGEST_PART = 128;
  private static final int PREFIX = 8;
  private final Scan scan;

  Secrets(Scan scan) {
    this.scan = scan;
  }

  /// Looks at the beginning of a word; answers the end of what was found, or -1.
  int at(int start) {
    char first = scan.text()[start];
    int known = known(start);
    boolean header = known < 0 && (first == 'B' || first == 'b');
    return header ? header(scan.text(), scan.length(), start) : known;
  }

  /// Looks behind the underscores of a word: `key_AKIA…`, and only near its end where the word is
  /// short and a secret goes on behind it: `key_sk-…`.
  int inside(int start, int end) {
    char[] text = scan.text();
    int first = end - start >= Encoded.SHORTEST ? start + 1 : Math.max(start + 1, end - PREFIX);
    for (int at = first; at < end; at++) {
      int found = text[at - 1] == '_' ? known(at) : -1;
      if (found > 0) {
        return found;
      }
    }
    return -1;
  }

  /// Secrets with a known prefix.
  private int known(int start) {
    char[] text = scan.text();
    int length = scan.length();
    if (start + 8 > length
        || !SecretRules.possible(text[start], text[start + 1], text[start + 2])) {
      return -1;
    }
    for (SecretRules.Rule rule : SecretRules.of(text[start])) {
      int end = matches(rule, text, length, start);
      if (end > 0) {
        boolean hook = rule.begins().startsWith("hooks.");
        scan.found(rule.kind(), hook ? start + rule.begins().length() : start, end);
        return end;
      }
    }
    return text[start] == 'e' ? webToken(text, length, start) : -1;
  }

  private static int matches(SecretRules.Rule rule, char[] text, int length, int start) {
    if (!Letters.matches(text, length, start, rule.begins())) {
      return -1;
    }
    int from = start + rule.begins().length();
    int to = from;
    while (to < length && to - from <= rule.most() && fits(rule, text[to])) {
      to++;
    }
    while (to > from && (text[to - 1] == '.' || text[to - 1] == '-')) {
      to--;
    }
    int size = to - from;
    boolean capitals = (rule.kinds() & (Letters.LOWER | Letters.HEX)) == 0;
    boolean drawn = capitals ? varied(text, from, to) >= 7 : random(text, from, to);
    return drawn && size >= rule.least() && size <= rule.most() ? to : -1;
  }

  private static boolean fits(SecretRules.Rule rule, char c) {
    return Letters.is(c, rule.kinds()) || rule.also().indexOf(c) >= 0;
  }

  /// Whether characters look random, unlike a placeholder such as `sk-your-key-here`.
  public static boolean random(char[] text, int from, int to) {
    int digits = 0;
    int capitals = 0;
    int small = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      digits += Letters.digit(c) ? 1 : 0;
      capitals += Letters.is(c, Letters.UPPER) ? 1 : 0;
      small += Letters.is(c, Letters.LOWER) ? 1 : 0;
    }
    int size = to - from;
    return varied(text, from, to) >= Math.min(7, size / 2)
        && (digits > 0 || (capitals > 2 && small > 2));
  }

  /// How many different characters there are.
  private static int varied(char[] text, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c < 64) {
        low |= 1L << c;
      } else if (c < 128) {
        high |= 1L << (c - 64);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  private int webToken(char[] text, int length, int start) {
    int at = start;
    int dots = 0;
    int[] parts = new int[3];
    int most = Math.min(length, start + LONGEST_HEADER);
    while (at < most && (Letters.is(text[at], Letters.TOKEN) || (text[at] == '.' && dots < 2))) {
      if (text[at] == '.') {
        dots++;
        most = Math.min(length, start + LONGEST_KEY);
      } else {
        parts[dots]++;
      }
      at++;
    }
    if (dots < 1
        || parts[0] < 10
        || parts[1] < 10
        || !Letters.matches(text, length, start, "eyJ")) {
      return -1;
    }
    scan.found(DataClass.JWT, start, at);
    return at;
  }

  /// Bearer and Basic of an authorization header.
  private int header(char[] text, int length, int start) {
    int from = start;
    while (from < length && Letters.word(text[from])) {
      from++;
    }
    int size = from - start;
    boolean bearer = size == 6 && word(text, start, "bearer");
    boolean basic = size == 5 && word(text, start, "basic");
    if ((!bearer && !basic) || from >= length || text[from] != ' ') {
      return -1;
    }
    from++;
    int known = known(from);
    if (known > 0) {
      return known;
    }
    int to = from;
    while (to < length
        && (Letters.is(text[to], Letters.TOKEN) || "._~+/=".indexOf(text[to]) >= 0)) {
      to++;
    }
    boolean drawn = to - from >= (bearer ? 16 : 8) && random(text, from, to);
    if (!drawn || (basic && !credentials(text, from, to))) {
      return -1;
    }
    scan.found(DataClass.BEARER_TOKEN, from, to);
    return to;
  }

  private static boolean word(char[] text, int start, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      if (Letters.lower(text[start + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether Base64 holds a name and a password.
  private static boolean credentials(char[] text, int from, int to) {
    try {
      byte[] plain = java.util.Base64.getDecoder().decode(new String(text, from, to - from));
      for (byte b : plain) {
        if (b == ':') {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Looks at five hyphens before BEGIN; answers the end of the key, or -1.
  int privateKey(int start) {
    char[] text = scan.text();
    int length = scan.length();
    if (!Letters.matches(text, length, start, "-----BEGIN ")) {
      return -1;
    }
    int head = start + 11;
    int close = head;
    while (close < length && close - head < 60 && text[close] != '-') {
      close++;
    }
    if (!new String(text, head, close - head).contains("PRIVATE KEY")) {
      return -1;
    }
    int at = close;
    int most = Math.min(length, start + LONGEST_KEY);
    while (at < most && !Letters.matches(text, length, at, "-----END ")) {
      at++;
    }
    if (at < most) {
      at += 9;
      while (at < length && text[at] != '-') {
        at++;
      }
      while (at < length && text[at] == '-') {
        at++;
      }
    } else {
      at = close;
      while (at < most && inKey(text[at])) {
        at++;
      }
    }
    scan.found(DataClass.PRIVATE_KEY, start, at);
    return at;
  }

  private static boolean inKey(char c) {
    return Letters.is(c, Letters.TOKEN) || "+/=\n\r\\:, ".indexOf(c) >= 0;
  }

  /// Looks behind `://`; answers the end of credentials, or -1.
  int address(int from) {
    char[] text = scan.text();
    int length = scan.length();
    int colon = -1;
    int at = from;
    while (at < length && at - from < 256) {
      char c = text[at];
      if (c == '@') {
        break;
      }
      if (c == ':' && colon < 0) {
        colon = at;
      }
      if (c <= ' ' || "/?#\"'<>{}".indexOf(c) >= 0) {
        return -1;
      }
      at++;
    }
    boolean found = at < length && text[at] == '@' && colon > 0 && colon < at - 1;
    if (!found || placeholder(text, colon + 1, at)) {
      return -1;
    }
    scan.found(DataClass.URL_CREDENTIALS, from, at);
    return at + 1;
  }

  public static boolean placeholder(char[] text, int from, int to) {
    char first = text[from];
    boolean wrapped = first == '<' || first == '{' || first == '[' || first == '%' || first == '$';
    boolean same = true;
    for (int i = from + 1; i < to; i++) {
      same &= text[i] == first;
    }
    return wrapped || same;
  }

  private static final String RESERVED =
      " null none true false undefined string required optional hidden redacted secret password"
          + " number boolean unknown missing invalid incorrect changed expired object array integer"
          + " ";

  /// Whether a value is a word of code or of documentation.
  static boolean reserved(char[] text, int start, int end) {
    return end - start < 12
        && RESERVED.contains(
            " " + new String(text, start, end - start).toLowerCase(java.util.Locale.ROOT) + " ");
  }

  /// A client secret of Azure: `xxx8Q~` and 31 to 34 characters.
  int azure(int tilde) {
    char[] text = scan.text();
    int start = tilde - 5;
    if (start < 0 || text[tilde - 1] != 'Q' || !Letters.digit(text[tilde - 2])) {
      return -1;
    }
    int to = tilde + 1;
    while (to < Math.min(scan.length(), tilde + LONGEST_PART)
        && (Letters.is(text[to], Letters.TOKEN) || text[to] == '.' || text[to] == '~')) {
      to++;
    }
    int size = to - tilde - 1;
    if (size < 31 || size > 34) {
      return -1;
    }
    scan.found(DataClass.AZURE_KEY, start, to);
    return to;
  }

  /// A bot of Telegram: digits, a colon, `A` and 34 characters.
  int telegram(int start, int colon) {
    char[] text = scan.text();
    int to = colon + 1;
    while (to < scan.length() && Letters.is(text[to], Letters.TOKEN)) {
      to++;
    }
    int size = to - colon - 1;
    if (colon - start < 8 || colon - start > 10 || size != 35 || text[colon + 1] != 'A') {
      return -1;
    }
    scan.found(DataClass.API_KEY, start, to);
    return to;
  }

  /// A bot of Discord, a token of Airtable or Terraform: a word, a dot, and more of a fixed length.
  int dotted(int start, int end) {
    char[] text = scan.text();
    int length = scan.length();
    int second = run(text, length, end + 1);
    int size = end - start;
    char first = text[start];
    if (size >= 23
        && size <= 28
        && (first == 'M' || first == 'N' || first == 'O')
        && second - end - 1 == 6
        && second < length
        && text[second] == '.') {
      int third = run(text, length, second + 1);
      if (third - second - 1 >= 27 && third - second - 1 <= 38) {
        scan.found(DataClass.API_KEY, start, third);
        return third;
      }
    }
    boolean airtable =
        size == 17 && Letters.matches(text, length, start, "pat") && second - end - 1 == 64;
    if (airtable) {
      scan.found(DataClass.API_KEY, start, second);
      return second;
    }
    if (size == 14 && Letters.matches(text, length, end, ".atlasv1.")) {
      int last = run(text, length, end + 9);
      if (last - end - 9 >= 60) {
        scan.found(DataClass.API_KEY, start, last);
        return last;
      }
    }
    return -1;
  }

  private static int run(char[] text, int length, int from) {
    int to = from;
    while (to < Math.min(length, from + LONGEST_PART) && Letters.is(text[to], Letters.TOKEN)) {
      to++;
    }
    return to;
  }
}
