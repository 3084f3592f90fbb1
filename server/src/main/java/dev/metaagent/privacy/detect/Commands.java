package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;
import java.util.Set;

/// Secrets in the options of commands: `--password x`, `curl -u user:x`, `docker login -p x`,
/// `mysql -px`.
final class Commands {

  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_VALUE = 512;
  private static final int LINE = 256;

  /// commands whose option `p` is a password
  private static final String[] WITH_P = {
    "login",
    "mysql",
    "mariadb",
    "sshpass",
    "mongo",
    "mosquitto",
    "smbclient",
    "redis-cli",
    "-u ",
    "--user"
  };

  /// words that follow an option where a text explains it
  private static final Set<String> EXPLAINED =
      Set.of(
          "option",
          "flag",
          "argument",
          "parameter",
          "switch",
          "instead",
          "with",
          "from",
          "will",
          "must",
          "should",
          "when",
          "prompt",
          "file",
          "stdin",
          "string",
          "value",
          "text");

  private final Scan scan;
  private int from;
  private int to;

  Commands(Scan scan) {
    this.scan = scan;
  }

  /// Looks at a hyphen; answers the end of what was found, or -1.
  int at(int hyphen) {
    char[] text = scan.text();
    int length = scan.length();
    if (hyphen > 0 && Letters.word(text[hyphen - 1])) {
      return -1;
    }
    if (hyphen > 0 && text[hyphen - 1] > ' ' && "\"'([,`".indexOf(text[hyphen - 1]) < 0) {
      return -1;
    }
    int name = hyphen + 1 < length && text[hyphen + 1] == '-' ? hyphen + 2 : hyphen + 1;
    int end = name;
    while (end < length && end - name < LONGEST_NAME && Letters.is(text[end], Letters.TOKEN)) {
      end++;
    }
    if (end == name || end + 1 >= length) {
      return -1;
    }
    boolean one = name == hyphen + 1;
    return one ? letter(text, length, hyphen, name, end) : word(text, length, hyphen, name, end);
  }

  /// -u name:secret, -p secret, -psecret
  private int letter(char[] text, int length, int hyphen, int name, int end) {
    boolean alone = end == name + 1 && text[end] == ' ';
    if (text[name] == 'u' && alone) {
      return credentials(text, length, hyphen, end + 1);
    }
    if (text[name] != 'p' || !line(text, hyphen, WITH_P)) {
      return -1;
    }
    if (alone) {
      return password(text, length, end + 1);
    }
    boolean glued = line(text, hyphen, "mysql", "mariadb", "sshpass");
    return glued && end > name + 3 ? password(text, length, name + 1) : -1;
  }

  /// --password secret, --user name:secret, --api-key key
  private int word(char[] text, int length, int hyphen, int name, int end) {
    boolean sign = text[end] == '=';
    if (text[end] != ' ' && !sign) {
      return -1;
    }
    boolean user =
        Letters.matches(text, end, end - 4, "user") && (end - name == 4 || text[end - 5] == '-');
    if (user) {
      return credentials(text, length, hyphen, end + 1);
    }
    int flags = sign ? 0 : Vocabulary.field(text, name, end);
    if ((flags & Vocabulary.PASSWORD) != 0) {
      return password(text, length, end + 1);
    }
    if ((flags & Vocabulary.KEY) != 0) {
      value(text, length, end + 1);
      boolean drawn = to - from >= 16 && Secrets.random(text, from, to);
      return drawn && !Secrets.placeholder(text, from, to) ? scan.secretIn(from, to, false) : -1;
    }
    return -1;
  }

  private int credentials(char[] text, int length, int hyphen, int start) {
    value(text, length, start);
    int colon = from;
    while (colon < to && text[colon] != ':') {
      colon++;
    }
    int first = colon + 1;
    if (colon == from || to - first < 3 || Secrets.placeholder(text, first, to)) {
      return -1;
    }
    boolean same = new String(text, from, colon - from).equals(new String(text, first, to - first));
    boolean plain = Letters.all(text, first, to, Letters.LOWER | Letters.DASH);
    boolean number = Letters.all(text, first, to, Letters.DIGIT);
    if (number || ((same || plain) && !line(text, hyphen, "curl", "wget", "http"))) {
      return -1;
    }
    scan.found(DataClass.PASSWORD, first, to);
    return to;
  }

  private int password(char[] text, int length, int start) {
    value(text, length, start);
    int size = to - from;
    if (size < 3 || text[from] == '-' || text[from] == '/' || Secrets.placeholder(text, from, to)) {
      return -1;
    }
    boolean letters = Letters.all(text, from, to, Letters.LOWER);
    boolean last = to >= length || text[to] != ' ' || (to + 1 < length && text[to + 1] == '-');
    boolean explained =
        letters && (!last || size < 6 || EXPLAINED.contains(new String(text, from, size)));
    if (explained || Secrets.reserved(text, from, to) || port(text)) {
      return -1;
    }
    scan.found(DataClass.PASSWORD, from, to);
    return to;
  }

  /// 8080, 80:80
  private boolean port(char[] text) {
    for (int i = from; i < to; i++) {
      if (!Letters.digit(text[i]) && text[i] != ':' && text[i] != '.') {
        return false;
      }
    }
    return to - from < 6 || new String(text, from, to - from).indexOf(':') >= 0;
  }

  /// Reads a value into `from` and `to`: in quotes, or up to a blank.
  private void value(char[] text, int length, int start) {
    int most = Math.min(length, start + LONGEST_VALUE);
    from = start;
    while (from < most && text[from] == ' ') {
      from++;
    }
    char quote = from < most && (text[from] == '"' || text[from] == '\'') ? text[from++] : 0;
    to = from;
    while (to < most
        && (quote == 0 ? text[to] > ' ' && "\"';|)`,".indexOf(text[to]) < 0 : text[to] != quote)) {
      to++;
    }
  }

  /// Whether one of these stands before a place on its line.
  private static boolean line(char[] text, int end, String... words) {
    int start = end;
    while (start > 0 && end - start < LINE && text[start - 1] != '\n') {
      start--;
    }
    String before = new String(text, start, end - start);
    for (String word : words) {
      if (before.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
