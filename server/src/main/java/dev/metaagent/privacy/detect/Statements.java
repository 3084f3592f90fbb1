package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;

/// Passwords and keys that a sentence or an element of XML states: `the password is x`,
/// `<password>x</password>`.
final class Statements {

  private static final int LONGEST_NAME = 48;
  private static final int LONGEST_VALUE = 512;
  private static final String[] TERMS = {"base64", "sha", "md5", "utf", "aes", "rsa", "bcrypt"};

  private final Scan scan;

  Statements(Scan scan) {
    this.scan = scan;
  }

  /// Looks at the opening of an element; answers the end of what was found in it, or -1.
  int element(int open) {
    char[] text = scan.text();
    int length = scan.length();
    int name = open + 1;
    int close = name;
    while (close < length
        && close - name < LONGEST_NAME
        && (Letters.is(text[close], Letters.TOKEN) || text[close] == ':')) {
      close++;
    }
    if (close - name < 3 || close + 1 >= length || text[close] != '>') {
      return -1;
    }
    int flags = Vocabulary.field(text, name, close) & (Vocabulary.PASSWORD | Vocabulary.KEY);
    if (flags == 0) {
      return -1;
    }
    int from = close + 1;
    int to = from;
    while (to < length && to - from < LONGEST_VALUE && text[to] != '<' && text[to] != '\n') {
      to++;
    }
    boolean closed = to + 1 < length && text[to] == '<' && text[to + 1] == '/' && to - from >= 3;
    if (!closed || Secrets.placeholder(text, from, to) || Secrets.reserved(text, from, to)) {
      return -1;
    }
    if ((flags & Vocabulary.PASSWORD) != 0) {
      scan.found(DataClass.PASSWORD, from, to);
      return to;
    }
    return to - from >= 16 && Secrets.random(text, from, to) ? scan.secretIn(from, to, false) : -1;
  }

  /// Looks at a verb of being behind the name of a secret; answers the end of what was found, or
  /// -1.
  ///
  /// @param verb where the verb begins
  /// @param end where it ends
  int sentence(int verb, int end) {
    char[] text = scan.text();
    int length = scan.length();
    if (verb < 4
        || text[verb - 1] != ' '
        || !Vocabulary.secretEnd(Vocabulary.ending(text[verb - 3], text[verb - 2]))) {
      return -1;
    }
    int name = verb - 1;
    while (name > 0
        && verb - name < LONGEST_NAME
        && (Letters.word(text[name - 1]) || text[name - 1] == '-')) {
      name--;
    }
    int flags = Vocabulary.field(text, name, verb - 1);
    boolean pass = verb - 1 - name == 4;
    if ((flags & (Vocabulary.PASSWORD | Vocabulary.KEY)) == 0 || pass) {
      return -1;
    }
    int from = end;
    while (from < length && from - end < 3 && " :\"'`".indexOf(text[from]) >= 0) {
      from++;
    }
    int to = from;
    while (to < length
        && to - from < LONGEST_VALUE
        && text[to] > ' '
        && "\"'`<".indexOf(text[to]) < 0) {
      to++;
    }
    while (to > from && ".,;:?)".indexOf(text[to - 1]) >= 0) {
      to--;
    }
    return stated(text, from, to, flags);
  }

  private int stated(char[] text, int from, int to, int flags) {
    if (to - from < 6 || Secrets.placeholder(text, from, to)) {
      return -1;
    }
    if ((flags & Vocabulary.PASSWORD) == 0) {
      return to - from >= 16 && Secrets.random(text, from, to)
          ? scan.secretIn(from, to, false)
          : -1;
    }
    boolean letter = false;
    boolean digit = false;
    boolean sign = false;
    for (int i = from; i < to; i++) {
      char c = text[i];
      letter |= Letters.is(c, Letters.LOWER | Letters.UPPER);
      digit |= Letters.digit(c);
      sign |= "!#$%&*+=?^@".indexOf(c) >= 0;
    }
    String value = new String(text, from, to - from).toLowerCase(java.util.Locale.ROOT);
    for (String term : TERMS) {
      if (value.startsWith(term)) {
        return -1;
      }
    }
    if (!letter || !(digit || sign) || value.indexOf('(') >= 0 || value.indexOf('/') >= 0) {
      return -1;
    }
    scan.found(DataClass.PASSWORD, from, to);
    return to;
  }
}
